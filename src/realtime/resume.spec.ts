import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { LiveDesk } from '../../test/support/live-desk.js';
import type { ChatOf, StaffMember, TestHotel } from '../../test/support/hotel.js';
import { Clock } from '../common/clock.js';
import { recordChange } from '../conversations/index.js';
import { inTransaction } from '../database/transaction.js';
import { Resume, type Missed } from './resume.js';

const DAY = 86_400_000;

interface Late {
  messageId: string;
  commit: () => Promise<void>;
}

describe('resume', () => {
  let desk: LiveDesk;
  let hotel: TestHotel;
  let ana: ChatOf;
  let spa: string;

  beforeAll(async () => {
    desk = await LiveDesk.open();
    hotel = desk.hotel;
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ana = await hotel.guest('Ana Costa');
    spa = await hotel.conversation(ana, { departmentId: hotel.spa });
  });

  /** A message whose transaction has its place in the log already and stays open until `commit`. */
  async function begun(text: string): Promise<Late> {
    const messageId = await hotel.says(ana, spa, text);
    let commit = (): void => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let written = (): void => undefined;
    const inTheLog = new Promise<void>((resolve) => (written = resolve));
    const over = inTransaction(hotel.dataSource, async (tx) => {
      await recordChange(tx, {
        hotelId: hotel.id,
        kind: 'message.created',
        conversationId: spa,
        messageId,
        at: hotel.now,
      });
      written();
      await held;
    });
    await inTheLog;
    return {
      messageId,
      commit: async () => {
        commit();
        await over;
      },
    };
  }
  async function said(text: string): Promise<string> {
    const { messageId, commit } = await begun(text);
    await commit();
    return messageId;
  }
  /** What the socket event of this name answers; straight, because pages are not let to ask this often. */
  const resume = (since?: string, who: StaffMember = hotel.ines): Promise<Missed> =>
    desk.app.get(Resume, { strict: false }).missed(who, since);
  const idsIn = (missed: Missed): string[] =>
    missed.reset ? [] : missed.events.flatMap(({ data }) => (data as { message?: { id: string } }).message?.id ?? []);

  /** Everything a page is told that comes back again and again, each time from where the last answer left it. */
  class ComingBack {
    readonly heard = new Set<string>();
    private constructor(private position: string) {}

    static async begin(): Promise<ComingBack> {
      return new ComingBack((await resume()).position);
    }

    async resumes(): Promise<void> {
      const missed = await resume(this.position);
      expect(missed.reset).toBe(false);
      for (const id of idsIn(missed)) this.heard.add(id);
      this.position = missed.position;
    }
  }

  it('E15: a transaction that commits after a later one is not skipped, whatever was resumed between', async () => {
    const page = await ComingBack.begin();
    const late = await begun('written first, committed last');
    const early = await said('written last, committed first');
    await page.resumes();
    await page.resumes();
    expect(page.heard.has(late.messageId)).toBe(false);
    await late.commit();
    await expect
      .poll(async () => {
        await page.resumes();
        return [...page.heard];
      })
      .toEqual(expect.arrayContaining([early, late.messageId]));
  });

  it('E15: twenty transactions that commit in another order than they began are told all, each resume from the last', async () => {
    const page = await ComingBack.begin();
    const ids: string[] = [];
    const open: Late[] = [];
    for (let n = 0; n < 20; n++) {
      const late = await begun(`message ${n}`);
      ids.push(late.messageId);
      open.push(late);
      // At most five wait; which of them commits is not the one that began first.
      if (open.length === 5) await open.splice((n * 3) % 5, 1)[0]?.commit();
      await page.resumes();
    }
    for (const late of open.toReversed()) {
      await late.commit();
      await page.resumes();
    }
    await expect
      .poll(async () => {
        await page.resumes();
        return ids.filter((id) => !page.heard.has(id));
      })
      .toEqual([]);
  });

  it('E15: away longer than the log is kept, or through more than is told again: read anew', async () => {
    const { position } = await resume();
    await inTransaction(hotel.dataSource, (tx) =>
      tx.query(
        `INSERT INTO change (hotel_id, kind, conversation_id, at) SELECT $1, 'conversation.updated', $2, $3 FROM generate_series(1, 2001)`,
        [hotel.id, spa, hotel.now],
      ),
    );
    await expect.poll(() => resume(position)).toMatchObject({ reset: true });
    const { position: later } = await resume();
    expect(await resume(later)).toMatchObject({ reset: false });
    desk.app.get(Clock).advance(7 * DAY + 1_000);
    const answer = await resume(later);
    expect(answer.reset).toBe(true);
    expect(await resume(answer.position)).toMatchObject({ reset: false });
  });

  it('promise 10: a position is worth nothing at another hotel, and tells nothing of this one', async () => {
    const { buildHotel } = await import('../../test/support/hotel.js');
    const other = await buildHotel(hotel.dataSource, 'Hotel Borealis');
    const { position } = await resume();
    const id = await said('Only for Aurora');
    await expect.poll(async () => idsIn(await resume(position))).toContain(id);
    expect(await resume(position, other.lucia)).toMatchObject({ reset: false, events: [] });
  });
});
