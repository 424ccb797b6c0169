import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildHotel, type ChatOf, type TestHotel } from '../../test/support/hotel.js';
import { WholeDesk } from '../../test/support/whole-desk.js';
import { newId } from '../common/ids.js';
import { IngestionService } from '../messages/index.js';
import { guestArrivals } from '../../test/support/guest-arrivals.js';

let desk: WholeDesk;
let hotel: TestHotel;
let token: string;

beforeAll(async () => {
  desk = await WholeDesk.open();
  hotel = await buildHotel(desk.db);
  hotel.now = new Date();
  token = await desk.tokenOf(hotel.maria);
});
afterAll(() => desk.close());

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
async function ask(method: 'GET' | 'POST', path: string, payload?: object, headers: object = {}): Promise<any> {
  const answer = await desk.ask({
    method,
    url: `/api/v1${path}`,
    token,
    headers: { ...headers },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, ...answer.json<object>() };
}
const merge = (to: ChatOf, from: ChatOf): ReturnType<typeof ask> =>
  ask('POST', `/guests/${to.guestId}/merge`, { guestId: from.guestId });
const unmerge = (to: ChatOf, from: ChatOf): ReturnType<typeof ask> =>
  ask('POST', `/guests/${to.guestId}/unmerge`, { guestId: from.guestId });

async function guest(name: string | null, phone: string, channelId = hotel.channelId): Promise<ChatOf> {
  const chat = await hotel.guest(name, phone);
  await hotel.query(
    `INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at) VALUES ($1, $2, 'phone', $3, $4, now())`,
    [hotel.id, newId(), phone, chat.guestId],
  );
  await hotel.query(`UPDATE chat SET channel_id = $3, address = $4 WHERE hotel_id = $1 AND id = $2`, [
    hotel.id,
    chat.chatId,
    channelId,
    JSON.stringify({ phone: phone.slice(1) }),
  ]);
  await hotel.query(`UPDATE attendee SET channel_id = $3 WHERE hotel_id = $1 AND id = $2`, [
    hotel.id,
    chat.attendeeId,
    channelId,
  ]);
  return chat;
}

async function anotherChannel(): Promise<string> {
  const id = newId();
  await hotel.query(
    `INSERT INTO channel (hotel_id, id, provider, name, external_id, created_at, updated_at) VALUES ($1, $2, 'meta-cloud', 'Spa', $3, now(), now())`,
    [hotel.id, id, id],
  );
  return id;
}

/** All that belongs to guests; versions and times of writing left out. */
async function belongings(...guests: ChatOf[]): Promise<Record<string, unknown>[]> {
  return hotel.query(
    `SELECT g.id, g.name, g.name_rank, g.phone, g.language, g.vip, g.notes, g.automation_off_at, g.merged_into_id,
       ARRAY(SELECT i.value FROM guest_identity i WHERE i.guest_id = g.id ORDER BY 1) AS identities,
       ARRAY(SELECT c.id || ' ' || c.external_id || c.address::text FROM chat c WHERE c.guest_id = g.id ORDER BY 1) AS chats,
       ARRAY(SELECT a.external_id FROM attendee a WHERE a.guest_id = g.id ORDER BY 1) AS attendees,
       ARRAY(SELECT s.room FROM stay s WHERE s.guest_id = g.id ORDER BY 1) AS stays,
       ARRAY(SELECT r.author_key || r.author_id FROM reaction r WHERE r.author_id = g.id ORDER BY 1) AS reactions
     FROM guest g WHERE g.hotel_id = $1 AND g.id = ANY($2::uuid[]) ORDER BY g.id`,
    [hotel.id, guests.map(({ guestId }) => guestId)],
  );
}

async function rita(phone: string): Promise<ChatOf> {
  const her = await guest('Rita Sousa', phone);
  const id = await hotel.conversation(her);
  await hotel.reacts(her, await hotel.answers(her, id, hotel.maria, 'Welcome'), '👍');
  await hotel.stay(her.guestId, { room: '412', arrival: '2026-11-20', departure: '2027-11-24' });
  await hotel.query(
    `UPDATE guest SET language = 'pt', language_source = 'staff', notes = 'Oat milk', automation_off_at = now() WHERE hotel_id = $1 AND id = $2`,
    [hotel.id, her.guestId],
  );
  return her;
}

describe('two guests who are one', () => {
  it('A2: everything of the one becomes the other’s, and is given back exactly', async () => {
    const [ana, her] = [await guest(null, '+351910000001'), await rita('+351910000002')];
    const before = await belongings(ana, her);
    expect(await merge(ana, her)).toMatchObject({
      status: 200,
      id: ana.guestId,
      name: 'Rita Sousa',
      phone: '+351910000001',
      language: 'pt',
      notes: 'Oat milk',
      automationOff: true,
      stay: { room: '412' },
      identities: [{ value: '+351910000001' }, { value: '+351910000002' }],
      merged: [{ id: her.guestId, name: 'Rita Sousa' }],
    });
    const [first, second] = await belongings(ana, her);
    expect(first).toMatchObject({ reactions: [`guest:${ana.guestId}${ana.guestId}`], stays: ['412'] });
    expect((first!['chats'] as string[]).length).toBe(2);
    expect(second).toMatchObject({
      identities: [],
      chats: [],
      attendees: [],
      stays: [],
      reactions: [],
      merged_into_id: ana.guestId,
    });
    expect(await ask('GET', `/guests/${her.guestId}`)).toMatchObject({ mergedInto: { id: ana.guestId } });

    expect(await unmerge(ana, her)).toMatchObject({ status: 200, merged: [], phone: '+351910000001' });
    expect(await belongings(ana, her)).toEqual(before);
    const audit = await hotel.query(`SELECT action, actor_id FROM audit_entry WHERE subject_id = $1 ORDER BY id`, [
      ana.guestId,
    ]);
    expect(audit).toEqual(
      ['guest.merged', 'guest.unmerged'].map((action) => ({ action, actor_id: hotel.maria.userId })),
    );
  });

  it('what somebody changed since is theirs, and a name set by staff is not overwritten', async () => {
    const [ana, her] = [await guest('Ana', '+351910000011'), await rita('+351910000012')];
    await hotel.query(`UPDATE guest SET name = 'Dona Ana', name_rank = 0 WHERE hotel_id = $1 AND id = $2`, [
      hotel.id,
      ana.guestId,
    ]);
    expect(await merge(ana, her)).toMatchObject({ name: 'Dona Ana', notes: 'Oat milk' });
    await hotel.query(`UPDATE guest SET notes = 'Soy milk' WHERE hotel_id = $1 AND id = $2`, [hotel.id, ana.guestId]);
    expect(await unmerge(ana, her)).toMatchObject({ name: 'Dona Ana', notes: 'Soy milk', language: null });
  });

  it('a guest who was joined with one that is joined on goes along, and back', async () => {
    const [ana, bo, cy] = [
      await guest('Ana', '+351910000021'),
      await guest('Bo', '+351910000022'),
      await guest('Cy', '+351910000023'),
    ];
    const start = await belongings(ana, bo, cy);
    await merge(ana, bo);
    const middle = await belongings(ana, bo, cy);
    await merge(cy, ana);
    expect((await belongings(ana, bo, cy)).map((row) => row['merged_into_id'])).toEqual([cy.guestId, cy.guestId, null]);
    expect(await unmerge(cy, bo)).toMatchObject({ status: 409, code: 'guest_not_merged' });
    expect(await unmerge(ana, bo)).toMatchObject({ status: 409, code: 'guest_merged', guestId: cy.guestId });
    await unmerge(cy, ana);
    expect(await belongings(ana, bo, cy)).toEqual(middle);
    await unmerge(ana, bo);
    expect(await belongings(ana, bo, cy)).toEqual(start);
  });

  it('refuses oneself and strangers; twice is once; one who is gone is not edited', async () => {
    const [ana, bo] = [await guest('Ana', '+351910000031'), await guest('Bo', '+351910000032')];
    const secret = await hotel.guest('Eve');
    await hotel.conversation(secret, { departmentId: hotel.spa });
    const other = await buildHotel(desk.db, 'Hotel Boreal');
    expect(await merge(ana, ana)).toMatchObject({ status: 400, code: 'invalid_input' });
    for (const stranger of [secret, await other.guest('Bo')])
      expect(await merge(ana, stranger)).toMatchObject({ status: 404 });
    expect(await unmerge(ana, bo)).toMatchObject({ status: 409, code: 'guest_not_merged' });
    await merge(ana, bo);
    expect(await merge(ana, bo)).toMatchObject({ status: 200, merged: [{ id: bo.guestId }] });
    expect(await merge(bo, ana)).toMatchObject({ status: 409, code: 'guest_merged', guestId: ana.guestId });
    expect((await ask('GET', '/guests?q=910000032')).items.map((item: { id: string }) => item.id)).toEqual([
      ana.guestId,
    ]);
  });

  it('the next message of either lands with the one who stays, in the chat of that number’s channel', async () => {
    const spa = await anotherChannel();
    const [ana, her] = [await guest('Ana', '+351910000041'), await guest('Rita', '+351910000042', spa)];
    await merge(ana, her);
    await desk.app
      .get(IngestionService)
      .ingest(guestArrivals(hotel, spa, { phone: '351910000042', name: 'Rita' }, ['After']));
    const rows = await hotel.query(
      `SELECT c.id, c.guest_id, m.author_id FROM message m JOIN chat c ON c.id = m.chat_id WHERE m.hotel_id = $1 AND m.content->>'text' = 'After'`,
      [hotel.id],
    );
    expect(rows).toEqual([{ id: her.chatId, guest_id: ana.guestId, author_id: ana.guestId }]);
  });

  it('E4: while messages of both come in, nothing is lost and nobody is left with a chat of their own', async () => {
    const ingestion = desk.app.get(IngestionService);
    for (let round = 0; round < 6; round++) {
      const spa = await anotherChannel();
      const phones = [`3519200000${round}1`, `3519200000${round}2`];
      const [ana, her] = [await guest('Ana', `+${phones[0]}`), await guest('Rita', `+${phones[1]}`, spa)];
      let merging = true;
      let sent = 0;
      const writing = [hotel.channelId, spa].flatMap((channelId) =>
        phones.map(async (phone, n) => {
          while (merging)
            await ingestion.ingest(
              guestArrivals(hotel, channelId, { phone, name: n ? 'Rita' : 'Ana' }, [`m${sent++}`]),
            );
        }),
      );
      const acts: number[] = [];
      for (const act of [merge, unmerge, merge]) acts.push((await act(ana, her)).status);
      merging = false;
      await Promise.all(writing);
      expect(acts).toEqual([200, 200, 200]);
      const [row] = await hotel.query(
        `SELECT (SELECT count(*)::int FROM message m JOIN chat c ON c.id = m.chat_id WHERE c.guest_id = $2 AND m.content->>'text' LIKE 'm%') AS messages,
                (SELECT count(*)::int FROM chat WHERE guest_id = $3) + (SELECT count(*)::int FROM guest_identity WHERE guest_id = $3)
                  + (SELECT count(*)::int FROM attendee WHERE guest_id = $3) AS left,
                (SELECT count(*)::int FROM review_item WHERE hotel_id = $1) AS review`,
        [hotel.id, ana.guestId, her.guestId],
      );
      expect(row).toEqual({ messages: sent, left: 0, review: 0 });
    }
  }, 60_000);
});
