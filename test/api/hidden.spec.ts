import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { newId } from '../../src/common/ids.js';
import { recordChange } from '../../src/conversations/index.js';
import { inTransaction } from '../../src/database/transaction.js';
import { LiveDesk, type Screen } from '../support/live-desk.js';
import { buildHotel, type StaffMember, type TestHotel } from '../support/hotel.js';
import { WholeDesk } from '../support/whole-desk.js';

/*
 * E23: departments are granted at random, guests talk to departments at random, and then everything a member of
 * staff is told by any list, search, figure, timeline or event is looked through for marks of what they may not see.
 */

let desk: WholeDesk;
let live: LiveDesk;
beforeAll(async () => {
  desk = await WholeDesk.open();
  live = await LiveDesk.open();
});
afterAll(async () => {
  await desk.close();
  await live.close();
});

interface Talk {
  departmentId: string | null;
  /** words that occur in this conversation and nowhere else: ids, the guest's name and number, what was said */
  marks: string[];
  conversationId: string;
  messageId: string;
  guestId: string;
  word: string;
  name: string;
  waits: boolean;
}

const place = fc.constantFrom('general', 'reception', 'housekeeping', 'spa');
const given = fc.record({
  member: fc.subarray(['reception', 'housekeeping', 'spa'] as const),
  role: fc.constantFrom('agent' as const, 'manager' as const, 'viewer' as const),
  audience: fc.constantFrom('staff', 'front-desk'),
  discreet: fc.boolean(),
  talks: fc.array(fc.record({ place, active: fc.boolean(), answered: fc.boolean() }), { minLength: 1, maxLength: 5 }),
});

let words = 0;
/** A word nobody else says. */
const word = (stem: string): string => `${stem}${(++words).toString(36).padStart(4, 'x')}q`;

function departmentOf(hotel: TestHotel, name: string): string | null {
  return name === 'general' ? null : hotel[name as 'reception' | 'housekeeping' | 'spa'];
}

async function talkIn(hotel: TestHotel, at: string, active: boolean, answered: boolean): Promise<Talk> {
  const departmentId = departmentOf(hotel, at);
  const name = word('guest');
  const said = word('said');
  const phone = `+3519${String(10_000_000 + ++words)}`;
  const chat = await hotel.guest(name, phone);
  const conversationId = await hotel.conversation(chat, { departmentId, status: active ? 'active' : 'closed' });
  const messageId = await hotel.says(chat, conversationId, said);
  const marks = [name, phone, said, conversationId, messageId, chat.chatId, chat.guestId];
  if (answered) {
    const answer = word('answer');
    marks.push(answer, await hotel.answers(chat, conversationId, hotel.lucia, answer));
  }
  await hotel.query(`UPDATE message SET text_folded = content->>'text' WHERE hotel_id = $1 AND conversation_id = $2`, [
    hotel.id,
    conversationId,
  ]);
  return {
    departmentId,
    marks,
    conversationId,
    messageId,
    guestId: chat.guestId,
    word: said,
    name,
    waits: active && !answered,
  };
}

async function hotelOf(
  dataSource: TestHotel['dataSource'],
  { member, role, audience, discreet, talks }: typeof given extends fc.Arbitrary<infer T> ? T : never,
): Promise<{ hotel: TestHotel; rui: StaffMember; seen: Talk[]; hidden: Talk[] }> {
  const hotel = await buildHotel(dataSource);
  hotel.now = new Date(Date.now() - 60_000);
  await hotel.query(`UPDATE hotel SET general_audience = $2 WHERE id = $1`, [hotel.id, audience]);
  await hotel.query(`UPDATE department SET discreet = $2 WHERE id = $1`, [hotel.spa, discreet]);
  const departmentIds = member.map((name) => hotel[name]);
  const rui = await hotel.addStaff(hotel.member('Rui', role, departmentIds));
  const all: Talk[] = [];
  for (const talk of talks) all.push(await talkIn(hotel, talk.place, talk.active, talk.answered));
  const general = audience === 'staff' || departmentIds.includes(hotel.reception);
  const sees = (talk: Talk): boolean =>
    talk.departmentId === null ? general : departmentIds.includes(talk.departmentId);
  return { hotel, rui, seen: all.filter(sees), hidden: all.filter((talk) => !sees(talk)) };
}

it('E23: no list, search, figure or timeline tells a mark of a conversation one may not see', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (world) => {
      const { hotel, rui, seen, hidden } = await hotelOf(desk.db, world);
      const token = await desk.tokenOf(rui);
      const told = async (path: string): Promise<{ status: number; body: string }> => {
        const answer = await desk.ask({ method: 'GET', url: `/api/v1${path}`, token });
        return { status: answer.statusCode, body: answer.body };
      };
      const start = JSON.parse((await told('/conversations/changes')).body) as { position: string };
      await inTransaction(desk.db, (tx) =>
        recordChange(
          tx,
          ...[...seen, ...hidden].map(({ conversationId, messageId }) => ({
            hotelId: hotel.id,
            kind: 'message.created' as const,
            conversationId,
            messageId,
            at: hotel.now,
          })),
        ),
      );
      // What is asked without naming anything hidden …
      const open = [
        '/conversations?limit=100',
        '/conversations?limit=100&sort=waiting',
        '/conversations?limit=100&unread=true',
        '/conversations?limit=100&status=past',
        ...['reception', 'housekeeping', 'spa'].map(
          (name) => `/conversations?departmentId=${departmentOf(hotel, name)}`,
        ),
        '/guests?limit=100',
        '/search?q=guest',
        '/search?q=said',
        '/search?q=351',
        `/conversations/changes?since=${start.position}`,
        '/notifications',
        ...seen.flatMap(({ conversationId, guestId, messageId }) => [
          `/conversations/${conversationId}`,
          `/conversations/${conversationId}/messages`,
          `/conversations/${conversationId}/participants`,
          `/guests/${guestId}/timeline`,
          `/messages/${messageId}/history`,
        ]),
      ];
      for (const path of open) {
        const { status, body } = await told(path);
        expect([path, status]).toEqual([path, 200]);
        for (const talk of hidden)
          for (const mark of talk.marks) expect([path, body.includes(mark)]).toEqual([path, false]);
      }
      // … and what is asked by its very name, number or id finds nothing.
      for (const { word: said, name, conversationId, guestId, messageId, marks } of hidden) {
        for (const q of [said, name, marks[1] ?? '']) {
          const { body } = await told(`/search?q=${encodeURIComponent(q)}`);
          expect(JSON.parse(body)).toEqual({
            guests: { items: [], nextCursor: null },
            conversations: { items: [], nextCursor: null },
            messages: { items: [], nextCursor: null },
          });
          expect(JSON.parse((await told(`/guests?q=${encodeURIComponent(q)}`)).body)).toMatchObject({ items: [] });
        }
        for (const path of [
          `/conversations/${conversationId}`,
          `/conversations/${conversationId}/messages`,
          `/conversations/${conversationId}/attendees`,
          `/guests/${guestId}`,
          `/guests/${guestId}/timeline`,
          `/messages/${messageId}/history`,
        ])
          expect([path, (await told(path)).status]).toEqual([path, 404]);
      }
      // The other way round: what one may see is found by each of them.
      for (const { word: said, name, conversationId } of seen) {
        const found = [
          (await told(`/search?q=${said}&in=messages`)).body,
          (await told(`/search?q=${name}&in=conversations`)).body,
        ];
        expect(found.map((body) => body.includes(conversationId))).toEqual([true, true]);
      }
      const counts = JSON.parse((await told('/conversations/counts')).body) as {
        all: number;
        past: number;
        waiting: number;
      };
      expect([counts.all + counts.past, counts.waiting]).toEqual([
        seen.length,
        seen.filter(({ waits }) => waits).length,
      ]);
    }),
    { numRuns: 15 },
  );
}, 120_000);

it('E23: no event of a socket tells a mark of a conversation one may not see', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (world) => {
      const { hotel, rui, seen, hidden } = await hotelOf(live.hotel.dataSource, world);
      const screen: Screen = await live.screen(rui);
      const admin: Screen = await live.screen(hotel.lucia);
      const notificationId = newId();
      await inTransaction(hotel.dataSource, async (tx) => {
        await tx.query(
          `INSERT INTO notification (hotel_id, id, user_id, kind, conversation_id, at) VALUES ($1, $2, $3, 'mention', $4, $5)`,
          [hotel.id, notificationId, rui.userId, hidden[0]?.conversationId ?? null, hotel.now],
        );
        await recordChange(
          tx,
          ...[...hidden, ...seen].flatMap(({ conversationId, messageId }) =>
            (['message.created', 'message.updated', 'conversation.created', 'conversation.updated'] as const).map(
              (kind) => ({
                hotelId: hotel.id,
                kind,
                conversationId,
                messageId: kind.startsWith('message') ? messageId : null,
                at: hotel.now,
              }),
            ),
          ),
          { hotelId: hotel.id, kind: 'notification.created', subjectId: notificationId, at: hotel.now },
        );
      });
      live.signal();
      // The admin hears all of it, so it has been published; then a change both see has come through last.
      for (const { conversationId } of [...seen, ...hidden])
        await admin.hears('conversation.updated', ({ data }) => data.id === conversationId);
      for (const { conversationId } of seen)
        await screen.hears('conversation.updated', ({ data }) => data.id === conversationId);
      const last = await hotel.addDepartment(newId(), word('Last'), 9);
      await hotel.query(
        `INSERT INTO department_member (hotel_id, department_id, user_id, joined_at) VALUES ($1, $2, $3, now())`,
        [hotel.id, last, rui.userId],
      );
      const open = await hotel.conversation(await hotel.guest('Last'), { departmentId: last });
      await inTransaction(hotel.dataSource, (tx) =>
        recordChange(tx, { hotelId: hotel.id, kind: 'conversation.created', conversationId: open, at: new Date() }),
      );
      live.signal();
      await admin.hears('conversation.created', ({ data }) => data.id === open);
      const heard = JSON.stringify(screen.heard);
      for (const talk of hidden)
        for (const mark of talk.marks) expect([mark, heard.includes(mark)]).toEqual([mark, false]);
      screen.socket.disconnect();
      admin.socket.disconnect();
    }),
    { numRuns: 8 },
  );
}, 120_000);
