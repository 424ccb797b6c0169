import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { conversationParts } from '../../test/support/conversations.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { recordChange } from './changes.js';

const DAY = 86_400_000;

describe('what changed while a client was away', () => {
  let db: TestDataSource;
  let hotel: TestHotel;
  let clock: StoppedClock;
  let desk: ReturnType<typeof conversationParts>;

  beforeAll(async () => {
    db = await testDataSource();
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    hotel = await buildHotel(db.dataSource);
    clock = new StoppedClock(hotel.now);
    desk = conversationParts(db.dataSource, clock);
    await db.settled();
  });

  const touched = (tx: Tx, conversationId: string): Promise<void> =>
    recordChange(tx, { hotelId: hotel.id, kind: 'conversation.updated', conversationId, at: hotel.now });
  const touch = (conversationId: string): Promise<void> =>
    inTransaction(db.dataSource, (tx) => touched(tx, conversationId));

  it('E15: tells each changed conversation once, as it is now, to those who may see it', async () => {
    const spa = await hotel.conversation(await hotel.guest('Ana'), { departmentId: hotel.spa });
    await db.settled();
    const { position } = await desk.service.changes(hotel.ines, undefined);
    await touch(spa);
    await touch(spa);
    await desk.acts.close(hotel.ines, spa, {});
    await db.settled();
    const changes = await desk.service.changes(hotel.ines, position);
    expect(changes).toMatchObject({ reset: false, removed: [], items: [{ id: spa, status: 'closed' }] });
    expect((await desk.service.changes(hotel.tomas, position)).items).toEqual([]);
    expect((await desk.service.changes(hotel.ines, changes.position)).items).toEqual([]);
  });

  it('E15: misses nothing that began before and committed after', async () => {
    const [slow, quick] = [
      await hotel.conversation(await hotel.guest('Slow')),
      await hotel.conversation(await hotel.guest('Quick')),
    ];
    await db.settled();
    let { position } = await desk.service.changes(hotel.ines, undefined);
    const seen: string[] = [];
    const look = async (): Promise<void> => {
      const changes = await desk.service.changes(hotel.ines, position);
      seen.push(...changes.items.map((view) => view.id));
      position = changes.position;
    };
    await inTransaction(db.dataSource, async (tx) => {
      await touched(tx, slow); // takes its number first
      await touch(quick); // and is overtaken
      await look();
    });
    await db.settled();
    await look();
    await look();
    expect(seen.toSorted()).toEqual([slow, quick].toSorted());
  });

  it('E15: tells those a transfer took it from that it is gone, and nobody else', async () => {
    const spa = await hotel.conversation(await hotel.guest('Ana'), { departmentId: hotel.spa });
    await db.settled();
    const { position } = await desk.service.changes(hotel.ines, undefined);
    await desk.acts.transfer(hotel.ines, spa, { departmentId: hotel.housekeeping });
    await db.settled();
    expect(await desk.service.changes(hotel.ines, position)).toMatchObject({ items: [], removed: [spa] });
    expect(await desk.service.changes(hotel.tomas, position)).toMatchObject({ items: [{ id: spa }], removed: [] });
    expect(await desk.service.changes(hotel.maria, position)).toMatchObject({ items: [], removed: [] });
  });

  it('asks to read again when it was too long, is no position of ours, or another database’s', async () => {
    const { position } = await desk.service.changes(hotel.ines, undefined);
    clock.advance(7 * DAY);
    expect((await desk.service.changes(hotel.ines, position)).reset).toBe(false);
    clock.advance(1_001);
    expect((await desk.service.changes(hotel.ines, position)).reset).toBe(true);
    const ahead = position.replace(/^\d+/, (xid) => String(Number(xid) + 1_000_000));
    clock.at = hotel.now;
    for (const since of [ahead, 'nonsense', '99999999999999999999999-1', "1'; DROP TABLE change"]) {
      const changes = await desk.service.changes(hotel.ines, since);
      expect(changes).toMatchObject({ reset: true, items: [] });
      expect((await desk.service.changes(hotel.ines, changes.position)).reset).toBe(false);
    }
  });

  it('asks to read again when the reader’s own rights changed', async () => {
    const { position } = await desk.service.changes(hotel.ines, undefined);
    await inTransaction(db.dataSource, (tx) =>
      recordChange(tx, { hotelId: hotel.id, kind: 'membership.changed', subjectId: hotel.ines.userId, at: hotel.now }),
    );
    await db.settled();
    expect((await desk.service.changes(hotel.ines, position)).reset).toBe(true);
    expect((await desk.service.changes(hotel.tomas, position)).reset).toBe(false);
  });
});
