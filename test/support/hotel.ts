import type { DataSource } from 'typeorm';

import type { Role } from '../../src/auth/index.js';
import type { MessageContent } from '../../src/channels/index.js';
import { newId } from '../../src/common/ids.js';
import { fold } from '../../src/common/text.js';
import { query } from '../../src/database/transaction.js';

/** A member of staff as tests pass them where a `Principal` is wanted. */
export interface StaffMember {
  hotelId: string;
  userId: string;
  role: Role;
  sessionId: string;
  departmentIds: string[];
  name: string;
}

export interface ChatOf {
  chatId: string;
  guestId: string;
  attendeeId: string;
}

/** Long before anything a test does, so that nothing is from before somebody joined. */
const OPENING_DAY = new Date('2020-01-01T00:00:00Z');

/**
 * Hotel Aurora, written straight into the tables: three departments, five people, one WhatsApp number, and
 * verbs for guests. For tests of what reads; what writes is tested through its own door.
 */
export class TestHotel {
  readonly id = newId();
  readonly channelId = newId();
  readonly reception = newId();
  readonly housekeeping = newId();
  readonly spa = newId();
  readonly maria: StaffMember;
  readonly tomas: StaffMember;
  readonly ines: StaffMember;
  readonly lucia: StaffMember;
  readonly karl: StaffMember;
  /** when the next thing happens; each message comes a second after the one before */
  now = new Date('2026-06-04T12:00:00Z');

  constructor(
    readonly dataSource: DataSource,
    readonly name = 'Hotel Aurora',
  ) {
    this.maria = this.member('Maria', 'manager', [this.reception]);
    this.tomas = this.member('Tomás', 'agent', [this.housekeeping]);
    this.ines = this.member('Inês', 'agent', [this.spa]);
    this.lucia = this.member('Lúcia', 'admin', []);
    this.karl = this.member('Karl', 'viewer', [this.reception]);
  }

  get staff(): StaffMember[] {
    return [this.maria, this.tomas, this.ines, this.lucia, this.karl];
  }

  query<T = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return query<T>(this.dataSource, sql, params);
  }

  async open(): Promise<this> {
    await this.query(
      `INSERT INTO hotel (id, name, time_zone, country, languages, created_at, updated_at) VALUES ($1, $2, 'Europe/Lisbon', 'PT', '{pt,en,de}', $3, $3)`,
      [this.id, this.name, OPENING_DAY],
    );
    await this.addDepartment(this.reception, 'Reception', 1);
    await this.addDepartment(this.housekeeping, 'Housekeeping', 2);
    await this.addDepartment(this.spa, 'Spa', 3);
    await this.query(`UPDATE hotel SET front_desk_department_id = $2 WHERE id = $1`, [this.id, this.reception]);
    for (const person of this.staff) await this.addStaff(person);
    await this.query(
      `INSERT INTO channel (hotel_id, id, provider, name, phone_number, external_id, created_at, updated_at)
       VALUES ($1, $2, 'meta-cloud', 'WhatsApp', '+351210000000', $3, $4, $4)`,
      [this.id, this.channelId, `pn-${this.channelId}`, OPENING_DAY],
    );
    return this;
  }

  async addDepartment(id: string, name: string, order: number): Promise<string> {
    await this.query(
      `INSERT INTO department (hotel_id, id, name, name_folded, menu_order, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
      [this.id, id, name, fold(name), order, OPENING_DAY],
    );
    return id;
  }

  /** Somebody new to the hotel; `addStaff` writes them down. */
  member(name: string, role: Role, departmentIds: string[] = []): StaffMember {
    return { hotelId: this.id, userId: newId(), role, sessionId: newId(), departmentIds, name };
  }

  /** The person, their log-in (no password) and an open session. */
  async addStaff(person: StaffMember, joinedAt: Date = OPENING_DAY): Promise<StaffMember> {
    const email = `${fold(person.name)}-${person.userId}@aurora.example`;
    const loginId = newId();
    await this.query(`INSERT INTO login (id, email, created_at, updated_at) VALUES ($1, $2, $3, $3)`, [
      loginId,
      email,
      joinedAt,
    ]);
    await this.query(
      `INSERT INTO app_user (hotel_id, id, login_id, email, name, role, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [this.id, person.userId, loginId, email, person.name, person.role, joinedAt],
    );
    await this.query(
      `INSERT INTO department_member (hotel_id, department_id, user_id, joined_at) SELECT $1, unnest($2::uuid[]), $3, $4`,
      [this.id, person.departmentIds, person.userId, joinedAt],
    );
    await this.query(
      `INSERT INTO user_session (hotel_id, id, user_id, created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)`,
      [this.id, person.sessionId, person.userId, new Date(), new Date(Date.now() + 86_400_000)],
    );
    return person;
  }

  /** A guest with their chat on the hotel's number. */
  async guest(name: string | null, phone: string | null = null): Promise<ChatOf> {
    const [guestId, chatId, attendeeId] = [newId(), newId(), newId()];
    await this.query(
      `INSERT INTO guest (hotel_id, id, name, name_rank, name_folded, phone, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [this.id, guestId, name, name === null ? 9 : 3, fold(name ?? ''), phone, this.now],
    );
    await this.query(
      `INSERT INTO chat (hotel_id, id, channel_id, external_id, kind, guest_id, created_at) VALUES ($1, $2, $3, $4, 'person', $5, $6)`,
      [this.id, chatId, this.channelId, guestId, guestId, this.now],
    );
    await this.query(
      `INSERT INTO attendee (hotel_id, id, channel_id, external_id, name, phone, guest_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [this.id, attendeeId, this.channelId, guestId, name, phone, guestId, this.now],
    );
    return { chatId, guestId, attendeeId };
  }

  async stay(
    guestId: string,
    stay: { room: string; arrival: string; departure: string; reference?: string; vip?: string },
  ): Promise<void> {
    await this.query(
      `INSERT INTO stay (hotel_id, id, guest_id, room, arrival, departure, reference, vip, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        this.id,
        newId(),
        guestId,
        stay.room,
        stay.arrival,
        stay.departure,
        stay.reference ?? null,
        stay.vip ?? null,
        this.now,
      ],
    );
  }

  /** An episode of a chat; without a department a `general` one. It becomes the chat's current one while active. */
  async conversation(
    chat: ChatOf,
    given: {
      departmentId?: string | null;
      status?: 'active' | 'expired' | 'closed';
      assigneeId?: string;
      openedAt?: Date;
      lastMessageAt?: Date;
    } = {},
  ): Promise<string> {
    const id = newId();
    const {
      departmentId = null,
      status = 'active',
      assigneeId = null,
      openedAt = this.now,
      lastMessageAt = openedAt,
    } = given;
    await this.query(
      `INSERT INTO conversation (hotel_id, id, chat_id, type, status, department_id, assignee_id, last_message_at, expires_at, opened_at, closed_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)`,
      [
        this.id,
        id,
        chat.chatId,
        departmentId === null ? 'general' : 'service',
        status,
        departmentId,
        assigneeId,
        lastMessageAt,
        new Date(lastMessageAt.getTime() + 86_400_000),
        openedAt,
        status === 'active' ? null : lastMessageAt,
      ],
    );
    await this.query(`INSERT INTO conversation_attendee (hotel_id, conversation_id, attendee_id) VALUES ($1, $2, $3)`, [
      this.id,
      id,
      chat.attendeeId,
    ]);
    if (status === 'active')
      await this.query(`UPDATE chat SET current_conversation_id = $3 WHERE hotel_id = $1 AND id = $2`, [
        this.id,
        chat.chatId,
        id,
      ]);
    return id;
  }

  /** The guest says something: counted as an arrival, the waiting clock starts. */
  async says(
    chat: ChatOf,
    conversationId: string,
    words: string | MessageContent,
    given: { sentAt?: Date; replyToProviderId?: string } = {},
  ): Promise<string> {
    const content: MessageContent = typeof words === 'string' ? { type: 'text', text: words } : words;
    const at = this.tick();
    return this.message(chat, conversationId, {
      direction: 'inbound',
      authorKind: 'guest',
      authorId: chat.guestId,
      content,
      at,
      ...given,
    });
  }

  /** Staff answer: delivered, the waiting clock stops. */
  async answers(
    chat: ChatOf,
    conversationId: string,
    by: StaffMember,
    text: string,
    given: { status?: number; replyToId?: string } = {},
  ): Promise<string> {
    const at = this.tick();
    return this.message(chat, conversationId, {
      direction: 'outbound',
      authorKind: 'user',
      authorId: by.userId,
      content: { type: 'text', text },
      at,
      status: 50,
      ...given,
    });
  }

  async reacts(chat: ChatOf, messageId: string, emoji: string): Promise<void> {
    await this.query(
      `INSERT INTO reaction (hotel_id, id, channel_id, target_provider_id, author_key, author_kind, author_id, emoji, at)
       SELECT $1, $2, $3, provider_id, $4, 'guest', $5, $6, $7 FROM message WHERE hotel_id = $1 AND id = $8`,
      [this.id, newId(), this.channelId, `guest:${chat.guestId}`, chat.guestId, emoji, this.now, messageId],
    );
  }

  async providerIdOf(messageId: string): Promise<string> {
    const [row] = await this.query<{ provider_id: string }>(
      `SELECT provider_id FROM message WHERE hotel_id = $1 AND id = $2`,
      [this.id, messageId],
    );
    return row?.provider_id ?? '';
  }

  private tick(): Date {
    this.now = new Date(this.now.getTime() + 1_000);
    return this.now;
  }

  private async message(
    chat: ChatOf,
    conversationId: string,
    m: {
      direction: 'inbound' | 'outbound';
      authorKind: string;
      authorId: string;
      content: MessageContent;
      at: Date;
      sentAt?: Date;
      status?: number;
      replyToId?: string;
      replyToProviderId?: string;
    },
  ): Promise<string> {
    const id = newId();
    const inbound = m.direction === 'inbound';
    await this.query(
      `WITH counted AS (
         UPDATE chat SET message_seq = message_seq + 1, inbound_seq = inbound_seq + $3::int,
           last_inbound_at = CASE WHEN $3::int = 1 THEN $4 ELSE last_inbound_at END
         WHERE hotel_id = $1 AND id = $2 RETURNING message_seq, inbound_seq, channel_id),
       put AS (
         INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, type, content, text_folded,
           provider_id, status, reply_to_id, reply_to_provider_id, seq, inbound_seq, sent_at, created_at)
         SELECT $1, $5, $2, $6, channel_id, $7, $8, $9, $10, $11, '', $12, $13, $14, $15, message_seq,
           CASE WHEN $3::int = 1 THEN inbound_seq END, $16, $4 FROM counted)
       UPDATE conversation SET last_message_id = $5, last_message_at = $4, version = version + 1,
         waiting_since = CASE WHEN $3::int = 1 THEN coalesce(waiting_since, $16) END
       WHERE hotel_id = $1 AND id = $6`,
      [
        this.id,
        chat.chatId,
        inbound ? 1 : 0,
        m.at,
        id,
        conversationId,
        m.direction,
        m.authorKind,
        m.authorId,
        m.content.type,
        JSON.stringify(m.content),
        `wamid.${id}`,
        m.status ?? null,
        m.replyToId ?? null,
        m.replyToProviderId ?? null,
        m.sentAt ?? m.at,
      ],
    );
    return id;
  }
}

/** Hotel Aurora, ready. Several in one database are several hotels. */
export function buildHotel(dataSource: DataSource, name?: string): Promise<TestHotel> {
  return new TestHotel(dataSource, name).open();
}
