import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type TestHotel } from '../../test/support/hotel.js';
import type { Sweep, Sweeper } from '../queue/index.js';
import { PastTally } from './past-tally.js';

let db: TestDataSource;
let fold: () => Promise<void>;
beforeAll(async () => {
  db = await testDataSource();
  const tally = new PastTally(db.dataSource, {
    add: (sweep: Sweep) => (fold = () => sweep.run()),
  } as unknown as Sweeper);
  tally.onModuleInit();
});
afterAll(() => db.close());

const PLACES = ['general', 'reception', 'spa'] as const;
const act = fc.oneof(
  fc.record({ is: fc.constant('opened' as const), at: fc.constantFrom(...PLACES), past: fc.boolean() }),
  fc.record({
    is: fc.constantFrom('closed' as const, 'expired' as const, 'active' as const, 'deleted' as const),
    which: fc.nat(9),
  }),
  fc.record({ is: fc.constant('moved' as const), which: fc.nat(9), at: fc.constantFrom(...PLACES) }),
);

async function sums(hotel: TestHotel): Promise<unknown> {
  const counted = `SELECT type, department_id, count(*)::int AS n FROM conversation WHERE hotel_id = $1 AND status <> 'active' GROUP BY 1, 2 ORDER BY 1, 2`;
  const tallied = `SELECT type, department_id, sum(count)::int AS n FROM past_tally WHERE hotel_id = $1 GROUP BY 1, 2 HAVING sum(count) <> 0 ORDER BY 1, 2`;
  const [truth, tally] = [await hotel.query(counted, [hotel.id]), await hotel.query(tallied, [hotel.id])];
  expect(tally).toEqual(truth);
  return truth;
}

it('L5: past conversations tallied equal a recount, however they end, come back, move and go, folded or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
      const hotel = await buildHotel(db.dataSource);
      const departmentOf = { general: null, reception: hotel.reception, spa: hotel.spa };
      const ids: string[] = [];
      for (const one of acts) {
        if (one.is === 'opened') {
          const chat = await hotel.guest('Ana');
          ids.push(
            await hotel.conversation(chat, {
              departmentId: departmentOf[one.at],
              status: one.past ? 'closed' : 'active',
            }),
          );
          continue;
        }
        const id = ids[one.which % Math.max(1, ids.length)];
        if (id === undefined) continue;
        if (one.is === 'moved') {
          const department = departmentOf[one.at];
          await hotel.query(`UPDATE conversation SET type = $2, department_id = $3 WHERE id = $1`, [
            id,
            department === null ? 'general' : 'service',
            department,
          ]);
        } else if (one.is === 'deleted') {
          await hotel.query(`UPDATE chat SET current_conversation_id = NULL WHERE current_conversation_id = $1`, [id]);
          await hotel.query(`DELETE FROM conversation_attendee WHERE conversation_id = $1`, [id]);
          await hotel.query(`DELETE FROM conversation WHERE id = $1`, [id]);
        } else {
          await hotel.query(`UPDATE conversation SET status = $2 WHERE id = $1`, [id, one.is]);
        }
      }
      await sums(hotel);
      // So many that they are folded.
      for (let n = 0; n < 70; n++)
        await hotel.query(
          `INSERT INTO past_tally (hotel_id, type, department_id, count) VALUES ($1, 'service', $2, $3)`,
          [hotel.id, hotel.spa, n % 2 ? 1 : -1],
        );
      const before = await sums(hotel);
      await fold();
      expect(await sums(hotel)).toEqual(before);
      const [left] = await hotel.query<{ n: number }>(`SELECT count(*)::int AS n FROM past_tally WHERE hotel_id = $1`, [
        hotel.id,
      ]);
      expect(left?.n).toBeLessThanOrEqual(PLACES.length);
    }),
    { numRuns: 10 },
  );
});
