import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { conversationParts } from '../../test/support/conversations.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type ChatOf, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';
import { inTransaction } from '../database/transaction.js';
import { ensureActive, openDepartment, type OpenedDepartment } from './episodes.js';
import { involve } from './participants.js';

const HOUR = 3_600_000;

interface Row {
  id: string;
  type: string;
  status: string;
  departmentId: string | null;
}

describe('episodes of a chat', () => {
  let db: TestDataSource;
  let hotel: TestHotel;
  let desk: ReturnType<typeof conversationParts>;
  let ana: ChatOf;

  beforeAll(async () => {
    db = await testDataSource();
    hotel = await buildHotel(db.dataSource);
    desk = conversationParts(db.dataSource, new StoppedClock(hotel.now));
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    ana = await hotel.guest('Ana');
  });

  const open = (departmentId: string): Promise<OpenedDepartment> =>
    inTransaction(db.dataSource, (tx) =>
      openDepartment(tx, { hotelId: hotel.id, chatId: ana.chatId, departmentId, now: hotel.now, expiryHours: 24 }),
    );
  const writeInto = (conversationId: string, now = hotel.now): Promise<{ conversationId: string; opened: boolean }> =>
    inTransaction(db.dataSource, (tx) => ensureActive(tx, { hotelId: hotel.id, conversationId, now, expiryHours: 24 }));
  const rows = (): Promise<Row[]> =>
    hotel.query<Row>(
      `SELECT id, type, status, department_id AS "departmentId" FROM conversation WHERE hotel_id = $1 AND chat_id = $2 ORDER BY opened_at, id`,
      [hotel.id, ana.chatId],
    );
  const current = async (): Promise<string | null | undefined> =>
    (
      await hotel.query<{ id: string | null }>(`SELECT current_conversation_id AS id FROM chat WHERE id = $1`, [
        ana.chatId,
      ])
    )[0]?.id;
  const wordsIn = async (id: string): Promise<string[]> =>
    (
      await hotel.query<{ text: string }>(
        `SELECT content->>'text' AS text FROM message WHERE conversation_id = $1 AND type = 'text' ORDER BY seq`,
        [id],
      )
    ).map((row) => row.text);

  it('E4: the general row itself becomes the department’s: its id and read marks stay', async () => {
    const general = await hotel.conversation(ana);
    const hello = await hotel.says(ana, general, 'Hello');
    await desk.service.read(hotel.ines, general, hello);
    expect(await open(hotel.spa)).toEqual({ conversationId: general, outcome: 'turned' });
    expect(await rows()).toEqual([{ id: general, type: 'service', status: 'active', departmentId: hotel.spa }]);
    expect(await desk.service.get(hotel.ines, general)).toMatchObject({ unreadCount: 0, department: { name: 'Spa' } });
    await expect(desk.service.get(hotel.tomas, general)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('E4: messages move only when the department already has an active one, and in order', async () => {
    const spa = await hotel.conversation(ana, { departmentId: hotel.spa });
    await hotel.says(ana, spa, 'one');
    await hotel.answers(ana, spa, hotel.ines, 'two');
    const general = await hotel.conversation(ana);
    await hotel.says(ana, general, 'three');
    await hotel.says(ana, general, 'four');
    expect(await open(hotel.spa)).toEqual({ conversationId: spa, outcome: 'joined' });
    expect(await wordsIn(spa)).toEqual(['one', 'two', 'three', 'four']);
    expect(await current()).toBe(spa);
    const [joined] = await hotel.query<{ status: string; reason: string; last: string | null }>(
      `SELECT status, close_reason AS reason, last_message_id AS last FROM conversation WHERE id = $1`,
      [general],
    );
    expect(joined).toEqual({ status: 'closed', reason: 'joined', last: null });
    const view = await desk.service.get(hotel.ines, spa);
    expect(view.lastMessage?.preview).toBe('four');
    expect(view.waitingSince).toEqual(new Date(hotel.now.getTime() - 1_000)); // since "three"
  });

  it('E4: fifty choices at once make one conversation of the department', async () => {
    const general = await hotel.conversation(ana);
    await hotel.says(ana, general, 'Spa!');
    const opened = await Promise.all(Array.from({ length: 50 }, () => open(hotel.spa)));
    expect(new Set(opened.map((one) => one.conversationId))).toEqual(new Set([general]));
    expect(opened.filter((one) => one.outcome === 'turned')).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  it('E4: with nothing active one is opened, also by fifty at once', async () => {
    const opened = await Promise.all(Array.from({ length: 50 }, () => open(hotel.spa)));
    expect(new Set(opened.map((one) => one.conversationId)).size).toBe(1);
    expect(await rows()).toMatchObject([{ type: 'service', status: 'active', departmentId: hotel.spa }]);
    expect(await current()).toBe(opened[0]?.conversationId);
  });

  it('E10: staff who write into a past conversation open the next one of its department', async () => {
    const past = await hotel.conversation(ana, { departmentId: hotel.spa, status: 'closed' });
    const { conversationId, opened } = await writeInto(past);
    expect(opened).toBe(true);
    expect(conversationId).not.toBe(past);
    expect((await rows()).find((row) => row.id === conversationId)).toMatchObject({
      type: 'service',
      status: 'active',
      departmentId: hotel.spa,
    });
    expect(await writeInto(past)).toMatchObject({ conversationId, opened: false }); // the next one writes into the same
    expect((await desk.service.get(hotel.ines, conversationId)).name).toBe('Ana');
  });

  it('E10: exactly at its hour it is still active; a moment later it has expired and the next begins', async () => {
    const id = await hotel.conversation(ana, { departmentId: hotel.spa });
    const end = new Date(hotel.now.getTime() + 24 * HOUR);
    expect(await writeInto(id, end)).toMatchObject({ conversationId: id, opened: false });
    const next = await writeInto(id, new Date(end.getTime() + 1));
    expect(next.opened).toBe(true);
    expect((await rows()).map((row) => row.status).toSorted()).toEqual(['active', 'expired']);
  });

  it('E26: reading does not wait for an answer that is being stored, not even one’s own', async () => {
    const spa = await hotel.conversation(ana, { departmentId: hotel.spa });
    const hello = await hotel.says(ana, spa, 'Is the pool open?');
    await inTransaction(db.dataSource, async (tx) => {
      await ensureActive(tx, { hotelId: hotel.id, conversationId: spa, now: hotel.now, expiryHours: 24 });
      expect(await desk.service.read(hotel.ines, spa, hello)).toBe(0);
      await involve(tx, { hotelId: hotel.id, conversationId: spa, at: hotel.now }, [hotel.ines.userId]);
    });
    expect((await desk.conversations.participants(hotel.id, spa, { limit: 50 })).items).toMatchObject([
      { user: { id: hotel.ines.userId } },
    ]);
  });

  it('E4: twenty of staff writing into the same past conversation open one', async () => {
    const past = await hotel.conversation(ana, { departmentId: hotel.spa, status: 'expired' });
    const written = await Promise.all(Array.from({ length: 20 }, () => writeInto(past)));
    expect(new Set(written.map((one) => one.conversationId)).size).toBe(1);
    expect(written.filter((one) => one.opened)).toHaveLength(1);
  });
});
