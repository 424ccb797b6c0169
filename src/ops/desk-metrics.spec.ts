import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Screen } from '../../test/support/live-desk.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { Metrics } from '../common/metrics.js';
import { newId } from '../common/ids.js';
import { Sweeper } from '../queue/index.js';
import { OpsModule } from './index.js';

let desk: TalkingDesk;

beforeAll(async () => {
  desk = await TalkingDesk.open({}, {}, [OpsModule]);
});
afterAll(() => desk.close());

const page = (): Promise<string> => desk.app.get(Metrics).registry.metrics();

/** The value of a series, written as Prometheus shows it. */
async function figure(series: string): Promise<number> {
  const line = (await page()).split('\n').find((one) => one.startsWith(`${series} `));
  if (line === undefined) throw new Error(`no figure ${series}`);
  return Number(line.slice(series.length));
}

describe('D4: figures of the desk', () => {
  it('count what was received, stored, told again and refused, and how long it took', async () => {
    const ana = desk.guest('Ana');
    desk.cloud.webhooks.copies = 2;
    await desk.says(ana, 'Is the pool open?');
    desk.cloud.webhooks.copies = 1;
    await desk.settled();
    expect(await figure('bellhop_events_received_total')).toBe(2);
    expect(await figure('bellhop_messages_stored_total')).toBe(1);
    expect(await figure('bellhop_messages_duplicate_total')).toBe(1);
    expect(await figure('bellhop_events_failed_total')).toBe(0);
    expect(await figure('bellhop_store_seconds_count')).toBe(2);
    expect(await figure('bellhop_route_seconds_count')).toBe(1);
    const { appSecret } = desk.cloud.webhooks;
    desk.cloud.webhooks.appSecret = 'another';
    await desk.cloud.webhooks.postRaw(Buffer.from('{}'));
    desk.cloud.webhooks.appSecret = appSecret;
    expect(await figure('bellhop_webhooks_refused_total{code="bad_signature"}')).toBe(1);
  });

  it('count sends by what became of them, and a long queue of one chat warns of no leak', async () => {
    const warnings: string[] = [];
    const hear = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', hear);
    const { conversationId } = await desk.says(desk.guest('Bruno'), 'A wake-up call?');
    const before = await figure('bellhop_messages_stored_total');
    desk.cloud.webhooks.delayMs = 300;
    // All at once: what is written while the first is on its way goes out in its job.
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, n) =>
        desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, {
          content: { type: 'text', text: `At ${n} o’clock` },
          clientId: newId(),
        }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    await desk.settled();
    desk.cloud.webhooks.delayMs = 0;
    process.off('warning', hear);
    expect(warnings).toEqual([]);
    expect(await figure('bellhop_sends_total{outcome="accepted",code=""}')).toBe(15);
    expect(await figure('bellhop_send_seconds_count')).toBe(15);
    expect(await figure('bellhop_messages_stored_total')).toBe(before);
  });

  it('tell what is left to do, by job and by what it waits for', async () => {
    const ana = await desk.hotel.guest('Carla');
    const conversation = await desk.hotel.conversation(ana);
    await desk.hotel.query(`UPDATE channel SET paused_until = now() + interval '1 hour' WHERE id = $1`, [
      desk.hotel.channelId,
    ]);
    const id = await desk.hotel.answers(ana, conversation, desk.hotel.maria, 'Of course', { status: 0 });
    await desk.hotel.query(
      `INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at) VALUES ($1, $2, $3, $4, 1, 0, now())`,
      [desk.hotel.id, newId(), id, desk.hotel.channelId],
    );
    await desk.until(async () => {
      expect(await figure('bellhop_queue_jobs{job="chat.send",state="delayed"}')).toBe(1);
    });
    expect(await figure('bellhop_queue_jobs{job="chat.route",state="waiting"}')).toBe(0);
    expect(await figure('bellhop_queue_oldest_seconds{job="chat.send"}')).toBe(0);
    expect(await figure('bellhop_review_open{kind="send"}')).toBe(0);
    expect(await figure('bellhop_alerts{kind="backlog"}')).toBe(0);
  });

  it('tell sockets, connections, memory, the event loop’s lag and the disk', async () => {
    expect(await figure('bellhop_sockets')).toBe(0);
    expect(await figure('bellhop_pool_waiting{pool="desk"}')).toBe(0);
    expect(await figure('bellhop_pool_connections{pool="hot",state="idle"}')).toBeGreaterThan(0);
    expect(await figure('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(await figure('nodejs_heap_size_used_bytes')).toBeGreaterThan(1e6);
    expect(await page()).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('name no hotel, guest or message: labels are words of closed lists', async () => {
    expect(await page()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});

describe('D6: a threshold that is crossed', () => {
  it('rings on an administrator’s open page, once', async () => {
    const { port } = desk.app.getHttpServer().address() as AddressInfo;
    const auth = { token: await desk.tokenOf(desk.hotel.lucia) };
    const screen = new Screen(
      io(`http://127.0.0.1:${port}/staff`, { auth, forceNew: true, transports: ['websocket'] }),
    );
    try {
      await desk.until(async () => expect(await figure('bellhop_sockets')).toBe(1));
      await desk.hotel.query(
        `INSERT INTO review_item (hotel_id, id, kind, code, reason, at) VALUES ($1, $2, 'job', 'routing_failed', 'It broke.', now())`,
        [desk.hotel.id, newId()],
      );
      const sweeper = desk.app.get(Sweeper);
      await sweeper.processAll();
      await sweeper.processAll();
      const rung = await screen.hears('notification.created', ({ data }) => data.kind === 'alert');
      expect(rung.data).toMatchObject({ conversationId: null, data: { alert: 'failed_jobs', value: 1, threshold: 1 } });
      await desk.hotel.query(`UPDATE review_item SET resolved_at = at WHERE hotel_id = $1`, [desk.hotel.id]);
      await sweeper.processAll();
      await screen.hears('notification.created', ({ data }) => data.kind === 'alert_cleared');
      expect(screen.count('notification.created')).toBe(2);
    } finally {
      screen.socket.disconnect();
    }
  });
});

describe('D4: the dashboard, the rules and the page for operators', () => {
  it('tell when the last night’s backup was made, and until there is one how old the database is', async () => {
    const series = 'bellhop_backup_made_timestamp_seconds';
    const [{ at }] = (await desk.hotel.query<{ at: Date }>(`SELECT min(applied_at) AS at FROM schema_migration`)) as [
      { at: Date },
    ];
    expect(await figure(series)).toBeCloseTo(+at / 1_000, 2);
    await desk.hotel.query(
      `INSERT INTO backup_run (id, started_at, path) VALUES ($1, '2026-06-04T03:00:00Z', '/x'), ($2, now(), NULL)`,
      [newId(), newId()],
    );
    expect(await figure(series)).toBe(Date.parse('2026-06-04T03:00:00Z') / 1_000);
    expect(await figure('bellhop_files_paused')).toBe(0);
  });

  it.each(['docker/grafana/bellhop.json', 'docker/alerts.yml', 'docs/operations.md'])(
    '%s names only figures that exist',
    async (file) => {
      const names = new Set(
        desk.app
          .get(Metrics)
          .registry.getMetricsAsArray()
          .map(({ name }) => name),
      );
      const text = readFileSync(file, 'utf8');
      const named = [...text.matchAll(/\b(?:bellhop|http_request|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
      expect(named.length).toBeGreaterThan(5);
      const unknown = named.filter((name) => !names.has(name) && !names.has(name.replace(/_(bucket|sum|count)$/, '')));
      expect(unknown).toEqual([]);
    },
  );
});
