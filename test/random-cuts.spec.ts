import { randomInt } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { newId } from '../src/common/ids.js';
import { recordChange } from '../src/conversations/index.js';
import { inTransaction, type Tx } from '../src/database/transaction.js';
import type { DeskState } from '../web/src/store/desk.js';
import type { ChatOf, TestHotel } from './support/hotel.js';
import { LiveDesk } from './support/live-desk.js';
import { LivePage } from './support/live-page.js';

const CUTS = process.env['TEST_LONG'] ? 500 : 50;
/** The same choices again, as far as the machine keeps the same time. */
const SEED = Number(process.env['CUTS_SEED'] ?? randomInt(2 ** 31));
const WRITERS = 4;
/** A slow connection gets as much to resume as a quick one: more than 500 events would be read anew, not resumed. */
const MOST_ACTS = 40;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers below `end`, from a seed (mulberry32). */
function chances(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

/** What a page must know, straight from the rows: versions by id. */
interface Truth {
  conversations: Map<string, number>;
  messages: Map<string, number>;
}

/** The first rows that a page has not, has in another version, or has and should not; reading it is linear. */
function differences({ conversations, threads }: DeskState, truth: Truth): string[] {
  const messages = new Map([...threads.values()].flatMap((thread) => [...thread.messages]));
  const differ = (kind: string, known: ReadonlyMap<string, { version: number }>, rows: Map<string, number>): string[] =>
    [
      ...[...rows].filter(([id, version]) => known.get(id)?.version !== version).map(([id]) => id),
      ...[...known.keys()].filter((id) => !rows.has(id)),
    ].map((id) => `${kind} ${id}: page ${known.get(id)?.version ?? 'none'}, row ${rows.get(id) ?? 'none'}`);
  return [
    ...differ('conversation', conversations, truth.conversations),
    ...differ('message', messages, truth.messages),
  ].slice(0, 10);
}

describe(`a page that is cut at random moments under traffic (seed ${SEED})`, () => {
  const below = chances(SEED);
  let desk: LiveDesk;
  let hotel: TestHotel;
  /** one for each writer, and one that is handed to and fro */
  const chats: ChatOf[] = [];
  const spa: string[] = [];
  /** by writer */
  const said: string[][] = Array.from({ length: WRITERS }, () => []);

  beforeAll(async () => {
    desk = await LiveDesk.open();
    hotel = desk.hotel;
    for (let n = 0; n <= WRITERS; n++) {
      chats.push(await hotel.guest(`Guest ${n}`));
      spa.push(await hotel.conversation(chats[n]!, { departmentId: hotel.spa }));
    }
  }, 60_000);
  afterAll(() => desk.close());

  /** Something happens, and commits a little later than it was written: the next one may commit before it. */
  async function happens(writer: number): Promise<void> {
    const act = below(10);
    const conversationId = spa[act === 9 ? WRITERS : writer]!;
    const messageId = said[writer]![below(said[writer]!.length || 1)];
    const at = hotel.now;
    await inTransaction(hotel.dataSource, async (tx) => {
      if (act === 9) await handedOver(tx, conversationId, at);
      else if (act < 5) said[writer]!.push(await writes(tx, chats[writer]!.chatId, conversationId, at));
      else if (act < 8) await ticked(tx, conversationId, messageId, at);
      else await touched(tx, conversationId, at);
      if (below(3) === 0) await pause(below(25));
      tx.afterCommit(() => desk.signal());
    });
  }
  async function writes(tx: Tx, chatId: string, conversationId: string, at: Date): Promise<string> {
    const messageId = newId();
    await tx.query(
      `WITH counted AS (UPDATE chat SET message_seq = message_seq + 1 WHERE hotel_id = $1 AND id = $2 RETURNING message_seq, channel_id)
       INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, type, content, seq, sent_at, created_at)
       SELECT $1, $3, $2, $4, channel_id, 'inbound', 'guest', 'text', '{"type": "text", "text": "Hello"}', message_seq, $5, $5 FROM counted`,
      [hotel.id, chatId, messageId, conversationId, at],
    );
    await recordChange(tx, { hotelId: hotel.id, kind: 'message.created', conversationId, messageId, at });
    return messageId;
  }
  async function ticked(tx: Tx, conversationId: string, messageId: string | undefined, at: Date): Promise<void> {
    if (messageId === undefined) return;
    await tx.query(`UPDATE message SET version = version + 1 WHERE hotel_id = $1 AND id = $2`, [hotel.id, messageId]);
    await recordChange(tx, { hotelId: hotel.id, kind: 'message.updated', conversationId, messageId, at });
  }
  async function touched(tx: Tx, conversationId: string, at: Date): Promise<void> {
    await tx.query(`UPDATE conversation SET version = version + 1 WHERE hotel_id = $1 AND id = $2`, [
      hotel.id,
      conversationId,
    ]);
    await recordChange(tx, { hotelId: hotel.id, kind: 'conversation.updated', conversationId, at });
  }
  async function handedOver(tx: Tx, conversationId: string, at: Date): Promise<void> {
    const [moved] = await tx.query<{ former: string }>(
      `WITH was AS (SELECT department_id FROM conversation WHERE hotel_id = $1 AND id = $2 FOR UPDATE)
       UPDATE conversation SET version = version + 1, department_id = CASE WHEN was.department_id = $3 THEN $4::uuid ELSE $3::uuid END
       FROM was WHERE hotel_id = $1 AND id = $2 RETURNING was.department_id AS former`,
      [hotel.id, conversationId, hotel.spa, hotel.housekeeping],
    );
    const subjectId = moved?.former ?? null;
    await recordChange(tx, { hotelId: hotel.id, kind: 'conversation.moved', conversationId, subjectId, at });
  }

  async function rows(): Promise<Truth> {
    const versions = async (where: string, ...values: string[]): Promise<Map<string, number>> => {
      const sql = `SELECT id, version::int AS version FROM ${where}`;
      const found = await hotel.query<{ id: string; version: number }>(sql, [hotel.id, ...values]);
      return new Map(found.map(({ id, version }) => [id, version]));
    };
    return {
      conversations: await versions('conversation WHERE hotel_id = $1 AND department_id = $2', hotel.spa),
      messages: await versions('message WHERE hotel_id = $1'),
    };
  }

  it(
    `E15: after each of ${CUTS} cuts what the page knows equals the rows`,
    async () => {
      const open = new Map(chats.slice(0, WRITERS).map(({ chatId }, n) => [chatId, spa[n]!]));
      const page = new LivePage(desk, hotel.ines, open, () => pause(below(25)));
      let writing = false;
      const traffic = (): Promise<unknown> =>
        Promise.all(
          Array.from({ length: WRITERS }, async (_, writer) => {
            for (let acts = 0; writing && acts < MOST_ACTS; acts++) {
              await happens(writer);
              await pause(below(8));
            }
          }),
        );
      await page.load();
      for (let cut = 1; cut <= CUTS; cut++) {
        writing = true;
        const over = traffic();
        await pause(below(25));
        page.cut(below(2) === 0);
        // Sometimes it is cut again while it comes back: in the handshake, or before the gap is filled.
        for (let again = below(3); again > 0; again--) {
          const coming = page.connect();
          await pause(5 + below(40));
          page.cut(below(2) === 0);
          await coming;
        }
        await pause(below(25));
        await page.comeBack();
        await pause(below(30));
        writing = false;
        await over;
        let truth = await rows();
        // Read again only where they differ: the desk's own sweeper writes whenever its time comes.
        const settled = async (): Promise<string[]> => {
          if (differences(page.state, truth).length > 0) truth = await rows();
          return differences(page.state, truth);
        };
        await expect
          .poll(settled, {
            timeout: 30_000,
            interval: 10,
            message: `after cut ${cut}, seed ${SEED}`,
          })
          .toEqual([]);
        expect(page.whole).toBe(true);
        if (cut % 100 === 0) process.stdout.write(`${cut} cuts, ${truth.messages.size} messages, seed ${SEED}\n`);
      }
      expect(said.flat().length).toBeGreaterThan(CUTS);
      expect(page.readings).toBe(1); // it resumed; reading all anew would prove nothing
    },
    60_000 + CUTS * 4_000,
  );
});
