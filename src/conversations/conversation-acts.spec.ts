import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { conversationParts } from '../../test/support/conversations.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type ChatOf, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';

describe('what staff do to a conversation', () => {
  let db: TestDataSource;
  let hotel: TestHotel;
  let desk: ReturnType<typeof conversationParts>;
  let ana: ChatOf;
  let spa: string;

  beforeAll(async () => {
    db = await testDataSource();
    hotel = await buildHotel(db.dataSource);
    desk = conversationParts(db.dataSource, new StoppedClock(hotel.now));
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    ana = await hotel.guest('Ana');
    spa = await hotel.conversation(ana, { departmentId: hotel.spa });
    await hotel.says(ana, spa, 'Is the sauna open?');
  });

  const sentences = (conversationId: string): Promise<{ code: string; data: Record<string, unknown> }[]> =>
    hotel.query(
      `SELECT content->>'code' AS code, content->'data' AS data FROM message WHERE hotel_id = $1 AND conversation_id = $2 AND type = 'system' ORDER BY seq`,
      [hotel.id, conversationId],
    );
  const audited = async (conversationId: string): Promise<string[]> =>
    (
      await hotel.query<{ line: string }>(
        `SELECT action || ' by ' || u.name AS line FROM audit_entry e JOIN app_user u ON u.hotel_id = e.hotel_id AND u.id = e.actor_id
         WHERE e.hotel_id = $1 AND e.conversation_id = $2 ORDER BY e.id`,
        [hotel.id, conversationId],
      )
    ).map((row) => row.line);

  it('E18: assigns, with a sentence in the thread, an audit entry and a participant', async () => {
    await desk.acts.assign(hotel.lucia, spa, { userId: hotel.ines.userId });
    expect((await desk.service.get(hotel.ines, spa)).assignee?.name).toBe('Inês');
    expect(await sentences(spa)).toMatchObject([
      { code: 'assigned', data: { by: { name: 'Lúcia' }, from: null, to: { name: 'Inês' } } },
    ]);
    expect(await audited(spa)).toEqual(['conversation.assigned by Lúcia']);
    expect((await desk.conversations.participants(hotel.id, spa, { limit: 50 })).items).toMatchObject([
      { user: { name: 'Inês' }, lastReadSeq: 0 },
    ]);
    await desk.acts.assign(hotel.ines, spa, { userId: null });
    expect((await desk.service.get(hotel.ines, spa)).assignee).toBeNull();
  });

  it('E26: being assigned leaves the guest’s words unread and the waiting clock running', async () => {
    const before = await desk.service.get(hotel.ines, spa);
    await desk.acts.assign(hotel.lucia, spa, { userId: hotel.ines.userId });
    const after = await desk.service.get(hotel.ines, spa);
    expect(after).toMatchObject({ unreadCount: 1, waitingSince: before.waitingSince });
    expect(after.lastMessage?.preview).toBe('Is the sauna open?');
  });

  it('E23: nobody is assigned who may not see it, only reads, or is not there', async () => {
    for (const userId of [hotel.tomas.userId, hotel.karl.userId, crypto.randomUUID()]) {
      await expect(desk.acts.assign(hotel.lucia, spa, { userId })).rejects.toMatchObject({
        kind: 'invalid',
        code: 'assignee_not_allowed',
      });
    }
  });

  it('hands over to a department: nobody has it yet, the guest’s clock goes on', async () => {
    await desk.acts.assign(hotel.ines, spa, { userId: hotel.ines.userId });
    const before = await desk.service.get(hotel.ines, spa);
    expect(await desk.acts.transfer(hotel.ines, spa, { departmentId: hotel.housekeeping, note: 'Needs towels' })).toBe(
      spa,
    );
    const after = await desk.service.get(hotel.tomas, spa);
    expect(after).toMatchObject({
      department: { name: 'Housekeeping' },
      assignee: null,
      waitingSince: before.waitingSince,
      type: 'service',
    });
    expect((await sentences(spa)).at(-1)).toMatchObject({
      code: 'transferred',
      data: { from: { name: 'Spa' }, to: { name: 'Housekeeping' }, by: { name: 'Inês' }, note: 'Needs towels' },
    });
    await expect(desk.service.get(hotel.ines, spa)).rejects.toMatchObject({ code: 'not_found' });
    expect(await audited(spa)).toEqual(['conversation.assigned by Inês', 'conversation.transferred by Inês']);
  });

  it('E4: a department that is in talk with the guest already goes on there; what was said stays where it was', async () => {
    const running = await hotel.conversation(ana, { departmentId: hotel.housekeeping });
    const waiting = (await desk.service.get(hotel.ines, spa)).waitingSince;
    expect(await desk.acts.transfer(hotel.ines, spa, { departmentId: hotel.housekeeping })).toBe(running);
    expect(await desk.service.get(hotel.ines, spa)).toMatchObject({
      status: 'closed',
      lastMessage: { preview: 'Is the sauna open?' },
    });
    expect(await desk.service.get(hotel.tomas, running)).toMatchObject({ status: 'active', waitingSince: waiting });
    const [chat] = await hotel.query<{ current: string }>(
      `SELECT current_conversation_id AS current FROM chat WHERE id = $1`,
      [ana.chatId],
    );
    expect(chat?.current).toBe(running);
  });

  it('E4: two who hand the same guest to one department at once leave one active conversation there', async () => {
    const reception = await hotel.conversation(ana, { departmentId: hotel.reception });
    await Promise.all([
      desk.acts.transfer(hotel.lucia, spa, { departmentId: hotel.housekeeping }),
      desk.acts.transfer(hotel.lucia, reception, { departmentId: hotel.housekeeping }),
    ]);
    const active = await hotel.query(
      `SELECT id FROM conversation WHERE hotel_id = $1 AND chat_id = $2 AND status = 'active'`,
      [hotel.id, ana.chatId],
    );
    expect(active).toHaveLength(1);
  });

  it('refuses a department that is archived, unknown or another hotel’s', async () => {
    const closed = await hotel.addDepartment(crypto.randomUUID(), `Old ${crypto.randomUUID()}`, 9);
    await hotel.query(`UPDATE department SET archived_at = $2 WHERE id = $1`, [closed, hotel.now]);
    const other = await buildHotel(db.dataSource, 'Hotel Borealis');
    for (const departmentId of [closed, crypto.randomUUID(), other.spa]) {
      await expect(desk.acts.transfer(hotel.ines, spa, { departmentId })).rejects.toMatchObject({
        code: 'department_not_available',
      });
    }
  });

  it('closes and reopens, each told in the thread; twice is once', async () => {
    await desk.acts.close(hotel.ines, spa, { reason: 'answered', note: 'Will come at six' });
    await desk.acts.close(hotel.ines, spa, { reason: 'answered' });
    expect(await desk.service.get(hotel.ines, spa)).toMatchObject({
      status: 'closed',
      waitingSince: null,
      closedAt: desk.clock.now(),
    });
    await expect(desk.acts.assign(hotel.ines, spa, { userId: hotel.ines.userId })).rejects.toMatchObject({
      code: 'conversation_not_active',
    });
    await expect(desk.acts.transfer(hotel.ines, spa, { departmentId: hotel.reception })).rejects.toMatchObject({
      code: 'conversation_not_active',
    });
    await desk.acts.reopen(hotel.ines, spa, {});
    await desk.acts.reopen(hotel.ines, spa, {});
    expect(await desk.service.get(hotel.ines, spa)).toMatchObject({ status: 'active', closedAt: null });
    expect((await sentences(spa)).map((one) => one.code)).toEqual(['closed', 'reopened']);
    expect((await sentences(spa))[0]?.data).toMatchObject({
      by: { name: 'Inês' },
      reason: 'answered',
      note: 'Will come at six',
    });
  });

  it('E4: an episode that has a successor is not reopened beside it', async () => {
    await desk.acts.close(hotel.ines, spa, {});
    const next = await hotel.conversation(ana, { departmentId: hotel.spa });
    await expect(desk.acts.reopen(hotel.ines, spa, {})).rejects.toMatchObject({
      kind: 'conflict',
      code: 'conversation_already_active',
      extra: { data: { conversationId: next } },
    });
  });

  it('tells who comes second that somebody changed it meanwhile', async () => {
    const { version } = await desk.service.get(hotel.ines, spa);
    const results = await Promise.allSettled([
      desk.acts.assign(hotel.ines, spa, { userId: hotel.ines.userId, version }),
      desk.acts.assign(hotel.lucia, spa, { userId: hotel.lucia.userId, version }),
    ]);
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({
      reason: { kind: 'conflict', code: 'version_conflict' },
    });
  });

  it('leaves nothing behind when an act fails half-way', async () => {
    await expect(desk.acts.transfer(hotel.ines, spa, { departmentId: crypto.randomUUID() })).rejects.toThrow(
      'department',
    );
    expect(await sentences(spa)).toEqual([]);
    expect(await audited(spa)).toEqual([]);
  });
});
