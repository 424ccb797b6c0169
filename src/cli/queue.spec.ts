import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { TestRedis } from '../../test/support/redis.js';
import { shellBeside } from '../../test/support/shell.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { newId } from '../common/ids.js';
import { run } from './index.js';
import type { FailedDetail, QueueStatus } from './queue.js';

let redis: TestRedis;
let desk: TalkingDesk;
let said: ReturnType<typeof shellBeside>;

beforeAll(async () => {
  redis = await TestRedis.start();
});
afterAll(() => redis?.stop());

const rows = <T = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<T[]> =>
  desk.hotel.query<T>(sql, params);

/** `bellhop queue …`: its exit code. */
const queue = (...words: string[]): Promise<number> => run(['node', 'bellhop', 'queue', ...words]);

/** A text as the door keeps it, which an earlier version could not store. */
async function unstored(text: string, cut = false): Promise<string> {
  const [channel] = await rows<{ external_id: string; account_id: string }>(
    `SELECT external_id, account_id FROM channel WHERE id = $1`,
    desk.channelId,
  );
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '351210000000', phone_number_id: channel?.external_id },
    contacts: [{ wa_id: '34600200300', profile: { name: 'Ana' } }],
    messages: [
      {
        from: '34600200300',
        id: `wamid.${newId()}`,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: text },
      },
    ],
  };
  const bytes = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: channel?.account_id, changes: [{ field: 'messages', value }] }],
  });
  const [receipt, id] = [newId(), newId()];
  await rows(
    `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, payload, state, code, received_at)
     VALUES ($1, $2, $3, 'unparsed', $4, 'failed', 'not_storable', now())`,
    desk.hotel.id,
    receipt,
    desk.channelId,
    Buffer.from(cut ? bytes.slice(0, -9) : bytes),
  );
  await rows(
    `INSERT INTO review_item (hotel_id, id, kind, channel_id, receipt_id, code, reason, at)
     VALUES ($1, $2, 'receipt', $3, $4, 'not_storable', 'It was not understood.', now())`,
    desk.hotel.id,
    id,
    desk.channelId,
    receipt,
  );
  return id;
}
const stored = async (text: string): Promise<number> =>
  (await rows(`SELECT 1 FROM message WHERE content ->> 'text' = $1`, text)).length;

describe.each(['embedded', 'bull'])('D11: bellhop queue, driver %s:', (driver) => {
  beforeAll(async () => {
    desk = await TalkingDesk.open({}, driver === 'bull' ? { REDIS_URL: redis.url } : {});
    said = shellBeside(desk);
  });
  afterEach(async () => {
    Object.assign(said, { out: '', err: '' });
    await rows(`UPDATE review_item SET resolved_at = at WHERE resolved_at IS NULL`);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await desk.close();
  });

  describe('status', () => {
    it('tells of each job what waits, runs, waits for its time and failed', async () => {
      const bruno = await desk.hotel.guest('Bruno');
      const conversation = await desk.hotel.conversation(bruno);
      await desk.hotel.says(bruno, conversation, 'Is anybody there?');
      await rows(`UPDATE chat SET routing_until = now() + interval '1 hour' WHERE id = $1`, bruno.chatId);
      await unstored('Lost?');
      expect(await queue('status', '--json')).toBe(0);
      const { jobs, failedReceipts } = JSON.parse(said.out) as QueueStatus;
      expect(jobs).toMatchObject([
        {
          queue: 'whatsapp-messages',
          job: 'chat.route',
          waiting: 0,
          active: 1,
          delayed: 0,
          failed: 0,
          oldestWaitingAt: null,
        },
        { queue: 'outbound', job: 'chat.send', waiting: 0 },
        { queue: 'media', job: 'media.fetch' },
        { queue: 'outbound', job: 'reaction.send' },
      ]);
      expect(failedReceipts).toBe(1);
      said.out = '';
      expect(await queue('status', 'whatsapp-messages', '--list')).toBe(0);
      expect(said.out).toMatch(
        /^queue +job +waiting +active +delayed +failed +oldest waiting since\nwhatsapp-messages +chat\.route +0 +1 +0 +0 +-\n/,
      );
      expect(said.out).toContain(`active   chat.route  ${bruno.chatId}`);
      expect(said.out).not.toContain('chat.send');
    });

    it('answers 2 to a queue that is none', async () => {
      expect(await queue('status', 'lobby')).toBe(2);
      expect(said.err).toContain('There is no queue lobby');
      expect(await queue('frobnicate')).toBe(2);
    });
  });

  describe('failed, retry and retry-all', () => {
    it('list what failed, and try one again while the desk runs', async () => {
      const id = await unstored('A late check-out?');
      expect(await queue('failed')).toBe(0);
      expect(said.out).toContain(`${id}  receipt`);
      expect(await queue('retry', id)).toBe(0);
      expect(await stored('A late check-out?')).toBe(1);
      const [entry] = await rows(
        `SELECT actor_kind, actor_id FROM audit_entry WHERE action = 'review.retried' AND subject_id = $1`,
        id,
      );
      expect(entry).toEqual({ actor_kind: 'operator', actor_id: null });
      said.out = '';
      expect(await queue('failed', '--json')).toBe(0);
      expect(JSON.parse(said.out)).toEqual({ items: [], more: false });
      expect(await queue('retry', id)).toBe(1);
      expect(said.err).toContain('review_resolved');
    });

    it('E25: show one whole: what came, and each try with its time', async () => {
      const id = await unstored('Cut off', true);
      expect(await queue('retry', id)).toBe(1);
      expect(await queue('failed', id)).toBe(0);
      expect(said.out).toMatch(/\d ms {2}failed {2}invalid_json/);
      expect(said.out).toContain('"body":"Cut off"');
      said.out = '';
      expect(await queue('failed', id, '--json')).toBe(0);
      const { tries, attempts, payload } = JSON.parse(said.out) as FailedDetail;
      expect({ tries, last: attempts.at(-1) }).toMatchObject({
        tries: 2,
        last: { outcome: 'failed', code: 'invalid_json' },
      });
      expect(payload).toContain('Cut off');
      expect(await queue('failed', newId())).toBe(1);
    });

    it('E5: show a payload without what would move the terminal’s cursor', async () => {
      const id = await unstored('Cut \u009b2J off', true);
      expect(await queue('failed', id)).toBe(0);
      expect(said.out).toContain('Cut \\u009b2J off');
      expect(said.out).not.toContain('\u009b');
    });

    it('answer 1 where it fails again or there is no such thing', async () => {
      expect(await queue('retry', await unstored('Cut off', true))).toBe(1);
      expect(said.err).toContain('waits on');
      expect(await queue('retry', newId())).toBe(1);
      expect(await queue('retry', 'everything')).toBe(1);
      expect(await queue('retry')).toBe(2);
    });

    it('try all, each once', async () => {
      await unstored('First');
      await unstored('Cut off', true);
      await unstored('Third');
      expect(await queue('retry-all', '--json')).toBe(0);
      expect(JSON.parse(said.out)).toEqual({ tried: 3, resolved: 2 });
      expect([await stored('First'), await stored('Third')]).toEqual([1, 1]);
    });

    it('send a message again that failed', async () => {
      const { conversationId } = await desk.says(desk.guest('Carla'), 'Is the bar open?');
      const carla = { content: { type: 'text', text: 'Until two' }, clientId: newId() };
      const answer = await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, carla);
      await desk.settled();
      const message = answer.body.id as string;
      await rows(`UPDATE send_attempt SET status = 40 WHERE message_id = $1`, message);
      await rows(`UPDATE message SET status = 40 WHERE id = $1`, message);
      const id = newId();
      await rows(
        `INSERT INTO review_item (hotel_id, id, kind, conversation_id, message_id, code, reason, at)
       VALUES ($1, $2, 'send', $3, $4, 'unknown', 'WhatsApp refused it.', now())`,
        desk.hotel.id,
        id,
        conversationId,
        message,
      );
      expect(await queue('retry', id)).toBe(0);
      await vi.waitFor(
        async () =>
          expect(
            (await rows(`SELECT status FROM message WHERE id = $1`, message))[0]?.['status'],
          ).toBeGreaterThanOrEqual(50),
        { timeout: 20_000, interval: 50 },
      );
    });
  });

  describe('flush', () => {
    it('drops what failed and says why; messages, receipts and what waits stay', async () => {
      const id = await unstored('Never mind');
      const counts = () =>
        rows(`SELECT (SELECT count(*) FROM message) AS messages, (SELECT count(*) FROM webhook_attempt) AS receipts`);
      const before = await counts();
      expect(await queue('flush')).toBe(2);
      expect(await queue('flush', '--reason', '  ')).toBe(2);
      expect(await queue('flush', '--reason', 'Tests of the night', '--json')).toBe(0);
      expect(JSON.parse(said.out)).toEqual({ dropped: 1 });
      expect(await counts()).toEqual(before);
      const [entry] = await rows(
        `SELECT actor_kind, before, after FROM audit_entry WHERE action = 'review.discarded' AND subject_id = $1`,
        id,
      );
      expect(entry).toEqual({
        actor_kind: 'operator',
        before: { kind: 'receipt', code: 'not_storable' },
        after: { reason: 'Tests of the night' },
      });
    });
  });
});
