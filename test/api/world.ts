import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { Role } from '../../src/auth/index.js';
import { Channels } from '../../src/channels/index.js';
import { statusRank } from '../../src/common/delivery-status.js';
import { newId } from '../../src/common/ids.js';
import { buildHotel, type ChatOf, type StaffMember, type TestHotel } from '../support/hotel.js';
import type { WholeDesk } from '../support/whole-desk.js';

/** What an id in an address may name: the part of the address before it. */
export type Kind =
  | 'users'
  | 'departments'
  | 'channels'
  | 'guests'
  | 'conversations'
  | 'messages'
  | 'media'
  | 'questions'
  | 'api-keys'
  | 'review'
  | 'sessions';

/** Where a thing lies, seen by one member of staff of Hotel Aurora. */
export type Where = 'own' | 'hidden' | 'other hotel';

/** A form with one text file, as a browser sends it. */
export function formWith(filename: string, words: string): { headers: Record<string, string>; payload: string } {
  const head = `Content-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: text/plain`;
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=towel' },
    payload: `--towel\r\n${head}\r\n\r\n${words}\r\n--towel--\r\n`,
  };
}

/** Two hotels alike; whoever works in one must never meet the other. */
export class World {
  private names = 0;

  private constructor(
    readonly desk: WholeDesk,
    readonly aurora: TestHotel,
    readonly boreal: TestHotel,
    private readonly tokens: Map<string, string>,
  ) {}

  static async of(desk: WholeDesk): Promise<World> {
    const [aurora, boreal] = [await buildHotel(desk.db, 'Hotel Aurora'), await buildHotel(desk.db, 'Hotel Boreal')];
    const tokens = new Map<string, string>();
    for (const hotel of [aurora, boreal]) {
      hotel.now = new Date(Date.now() - 60_000); // the guests have just written: the reply window is open
      await openChannel(desk, hotel);
      await hotel.query(`UPDATE hotel SET limits = '{"writesPerMinute": 1000000}' WHERE id = $1`, [hotel.id]);
      for (const person of hotel.staff) tokens.set(person.userId, await desk.tokenOf(person));
    }
    return new World(desk, aurora, boreal, tokens);
  }

  /** Who has that role at a hotel; each but the admin works in one department. */
  staff(role: Role, hotel = this.aurora): StaffMember {
    return { admin: hotel.lucia, manager: hotel.maria, agent: hotel.tomas, viewer: hotel.karl }[role];
  }

  tokenOf(person: StaffMember): string {
    return this.tokens.get(person.userId) ?? '';
  }

  hotelOf(where: Where): TestHotel {
    return where === 'other hotel' ? this.boreal : this.aurora;
  }

  /** A new thing of that kind. `hidden`: in a department this person is no member of. */
  async thing(kind: Kind, where: Where, looker: StaffMember): Promise<string> {
    const hotel = this.hotelOf(where);
    const departmentId = where === 'own' ? (looker.departmentIds[0] ?? hotel.housekeeping) : hotel.spa;
    switch (kind) {
      case 'users':
        return (await hotel.addStaff(hotel.member(this.name('Rui'), 'agent', []))).userId;
      case 'departments': {
        const id = await hotel.addDepartment(newId(), this.name('Bar'), 50);
        if (where === 'own') await this.join(id, looker);
        return id;
      }
      case 'channels':
        return this.channel(hotel);
      case 'guests':
        return (await this.served(hotel, departmentId)).chat.guestId;
      case 'conversations':
        return (await this.served(hotel, departmentId)).conversationId;
      case 'messages':
        return (await this.served(hotel, departmentId)).failedId;
      case 'media':
        return this.file(hotel, departmentId);
      case 'questions':
        return (await this.served(hotel, departmentId)).questionId;
      case 'api-keys':
        return this.apiKey(hotel);
      case 'review':
        return this.reviewItem(hotel);
      case 'sessions':
        return this.session(where === 'own' ? looker : hotel.lucia);
    }
  }

  /** A guest being served in a department, with a question and an answer that failed. */
  async served(
    hotel: TestHotel,
    departmentId: string | null,
  ): Promise<{ chat: ChatOf; conversationId: string; questionId: string; failedId: string }> {
    const chat = await hotel.guest(this.name('Ana'));
    const conversationId = await hotel.conversation(chat, { departmentId });
    const questionId = await hotel.says(chat, conversationId, 'Two towels, please');
    const failedId = await hotel.answers(chat, conversationId, hotel.lucia, 'They are on their way', {
      status: statusRank('failed'),
    });
    await hotel.query(
      `INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at)
       VALUES ($1, $2, $3, $4, 1, (SELECT status FROM message WHERE hotel_id = $1 AND id = $3), $5)`,
      [hotel.id, newId(), failedId, hotel.channelId, hotel.now],
    );
    return { chat, conversationId, questionId, failedId };
  }

  /** Somebody the guest was joined with, as far as taking them apart again needs it. */
  async joined(hotel: TestHotel, guestId: string): Promise<string> {
    const other = (await hotel.guest(this.name('Rita'))).guestId;
    const moved = { identities: [], attendees: [], stays: [], reactions: [], guests: [], chats: [], facts: null };
    await hotel.query(
      `INSERT INTO guest_merge (hotel_id, id, guest_id, merged_guest_id, merged_by, merged_at, moved) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [hotel.id, newId(), guestId, other, hotel.lucia.userId, hotel.now, JSON.stringify(moved)],
    );
    await hotel.query(`UPDATE guest SET merged_into_id = $3 WHERE hotel_id = $1 AND id = $2`, [
      hotel.id,
      other,
      guestId,
    ]);
    return other;
  }

  name(stem: string): string {
    return `${stem} ${++this.names}`;
  }

  /** Every row of every table, as one number each; what merely looks must not move any. */
  async fingerprint(): Promise<Record<string, string>> {
    const tables = await this.desk.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    const sums = tables.map(
      ({ name }) =>
        `SELECT '${name}' AS name, count(*) || '/' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS sum FROM "${name}" t`,
    );
    const rows = await this.desk.sql<{ name: string; sum: string }>(sums.join(' UNION ALL '));
    return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
  }

  private async join(departmentId: string, person: StaffMember): Promise<void> {
    await this.desk.sql(
      `INSERT INTO department_member (hotel_id, department_id, user_id, joined_at) VALUES ($1, $2, $3, $4)`,
      [person.hotelId, departmentId, person.userId, new Date()],
    );
  }

  private async session({ hotelId, userId }: StaffMember): Promise<string> {
    const [id, now] = [newId(), Date.now()];
    await this.desk.sql(
      `INSERT INTO user_session (hotel_id, id, user_id, created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)`,
      [hotelId, id, userId, new Date(now), new Date(now + 86_400_000)],
    );
    return id;
  }

  private async channel(hotel: TestHotel): Promise<string> {
    const id = newId();
    await this.desk.sql(
      `INSERT INTO channel (hotel_id, id, provider, name, external_id, created_at, updated_at) VALUES ($1, $2, 'meta-cloud', 'Spa', $3, $4, $4)`,
      [hotel.id, id, `pn-${id}`, hotel.now],
    );
    return id;
  }

  private async apiKey(hotel: TestHotel): Promise<string> {
    const answer = await this.desk.ask({
      method: 'POST',
      url: '/api/v1/api-keys',
      token: this.tokenOf(hotel.lucia),
      payload: { name: 'Booking engine', scopes: ['guest:read'] },
    });
    return answer.json<{ id: string }>().id;
  }

  /** A file that was sent to a guest of that department. */
  private async file(hotel: TestHotel, departmentId: string): Promise<string> {
    const { failedId } = await this.served(hotel, departmentId);
    const token = this.tokenOf(hotel.lucia);
    const answer = await this.desk.ask({
      method: 'POST',
      url: '/api/v1/media',
      token,
      ...formWith('menu.txt', this.name('Menu')),
    });
    const { id } = answer.json<{ id: string }>();
    const content = { type: 'document', mediaId: id, caption: null };
    await hotel.query(`UPDATE message SET type = 'document', content = $3 WHERE hotel_id = $1 AND id = $2`, [
      hotel.id,
      failedId,
      JSON.stringify(content),
    ]);
    return id;
  }

  private async reviewItem(hotel: TestHotel): Promise<string> {
    const id = newId();
    await this.desk.sql(
      `INSERT INTO review_item (hotel_id, id, kind, channel_id, code, reason, payload, at) VALUES ($1, $2, 'job', $3, 'routing_failed', 'It broke.', '{}', $4)`,
      [hotel.id, id, hotel.channelId, hotel.now],
    );
    return id;
  }
}

/** The hotel's number with credentials, as if an administrator had connected it. */
async function openChannel({ app }: { app: NestFastifyApplication }, hotel: TestHotel): Promise<void> {
  const credentials = { accessToken: 'token', appSecret: 'app-secret', verifyToken: 'verify-me' };
  const sealed = app.get(Channels).sealFor({ hotelId: hotel.id, id: hotel.channelId }, credentials);
  await hotel.query(
    `UPDATE channel SET credentials = $3, account_id = '210987654321098',
       settings = jsonb_build_object('phoneNumberId', external_id, 'wabaId', '210987654321098') WHERE hotel_id = $1 AND id = $2`,
    [hotel.id, hotel.channelId, sealed],
  );
  await hotel.query(`INSERT INTO webhook_address (channel_id, hotel_id) VALUES ($1, $2)`, [hotel.channelId, hotel.id]);
}
