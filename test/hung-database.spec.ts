import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connectNumber, type DeskApi } from '../src/bench/desk-api.js';
import { startDeskProcess, type DeskProcess } from '../src/bench/desk-process.js';
import { MetaCloudSimulator, type SimGuest } from '../src/simulators/index.js';

/** What the provider waits for an answer: past that it says nobody is there. */
const PATIENCE_MS = 10_000;
const HANGS_MS = process.env['TEST_LONG'] ? 60_000 : 20_000;
/** As long as the desk waits for an answer of the database, and a little. */
const READ_MS = 35_000;
const GUESTS = 20;
const SOON = { timeout: 60_000, interval: 100 };

/** The built program, and its PostgreSQL that stops in the middle of what it does: no lock, no error, no answer. */
describe('B2: every process of PostgreSQL hangs', () => {
  let desk: DeskProcess;
  let cloud: MetaCloudSimulator;
  let api: DeskApi;

  beforeAll(async () => {
    cloud = new MetaCloudSimulator({
      retry: { attempts: Infinity, delayMs: 100, longestMs: 500 },
      webhookTimeoutMs: PATIENCE_MS,
    });
    desk = await startDeskProcess({ META_GRAPH_URL: await cloud.listen() });
    const connected = await connectNumber(desk, cloud.about());
    api = connected.api;
    cloud.webhooks.url = `${desk.url}/webhooks/meta-cloud/${connected.channelId}`;
  }, 120_000);
  afterAll(async () => {
    await cloud?.close();
    await desk?.stop();
  }, 60_000);

  it(
    'webhooks are refused in time, it says that it is not ready, memory stays bounded; then it goes on, and all is there',
    async () => {
      const guests = Array.from({ length: GUESTS }, (_, n) =>
        cloud.addGuest({ name: `Guest ${n}`, phone: `+34 600 000 1${10 + n}` }),
      );
      for (const guest of guests) expect(await guest.writes('before')).toMatchObject({ acknowledged: true });

      const { desk: program, postgres } = await desk.pids();
      const before = { memory: residentMb(program), ...cloud.webhooks.counts };
      const processes = withChildren(postgres);
      expect(processes.length).toBeGreaterThan(5);
      const writing = { on: true };
      const traffic: Promise<string[]>[] = [];
      let memory = 0;
      try {
        for (const pid of processes) process.kill(pid, 'SIGSTOP');
        const until = performance.now() + HANGS_MS;
        const read = refusalOf(api('GET', '/conversations?status=active'));
        traffic.push(...guests.map((guest, n) => writes(guest, `Guest ${n}`, writing)));
        await expect.poll(() => readiness(desk), SOON).toEqual([503, 'database_away']);
        while (performance.now() < until) {
          memory = Math.max(memory, residentMb(program));
          expect(await readiness(desk)).toEqual([503, 'database_away']);
          await wait(250);
        }
        // Who had asked for a list is told in the end, too.
        if (HANGS_MS > READ_MS) expect(await read).toBe('database_unavailable');
      } finally {
        for (const pid of processes) process.kill(pid, 'SIGCONT');
        writing.on = false;
      }
      await expect.poll(() => readiness(desk), SOON).toEqual([200, null]);
      const acknowledged = (await Promise.all(traffic)).flat();
      const { refused, unanswered } = cloud.webhooks.counts;
      expect(refused - before.refused).toBeGreaterThan(GUESTS);
      expect(unanswered).toBe(before.unanswered); // each was answered within the provider's time
      expect(memory - before.memory).toBeLessThan(150);
      expect(acknowledged.length).toBeGreaterThanOrEqual(GUESTS);
      expect((await stored(api)).filter((text) => acknowledged.includes(text)).toSorted()).toEqual(
        acknowledged.toSorted(),
      );
    },
    HANGS_MS + 150_000,
  );
});

/** One message after another, each told until it is taken. */
async function writes(guest: SimGuest, name: string, writing: { on: boolean }): Promise<string[]> {
  const taken: string[] = [];
  for (let n = 1; writing.on || n === 1; n++) {
    const text = `${name}: ${n}`;
    if ((await guest.writes(text)).acknowledged) taken.push(text);
  }
  return taken;
}

/** The code of the refusal, null where there was none. */
function refusalOf(request: Promise<unknown>): Promise<string | null> {
  return request.then(
    () => null,
    (error: unknown) => /"code":"(\w+)"/.exec(String(error))?.[1] ?? String(error),
  );
}

async function readiness({ url }: DeskProcess): Promise<[number, string | null]> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
  return [answer.status, ((await answer.json()) as { reason: string | null }).reason];
}

/** Each guest's whole chat. */
async function stored(api: DeskApi): Promise<string[]> {
  const { items } = await api<{ items: { id: string }[] }>('GET', '/conversations?status=active&limit=100');
  const pages = await Promise.all(
    items.map(({ id }) =>
      api<{ items: { direction: string; content: { text?: string } }[] }>(
        'GET',
        `/conversations/${id}/messages?limit=100`,
      ),
    ),
  );
  return pages.flatMap(({ items: said }) =>
    said.flatMap(({ direction, content }) => (direction === 'inbound' ? [content.text ?? ''] : [])),
  );
}

function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function withChildren(pid: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [
        [Number(name), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])] as const,
      ];
    } catch {
      return []; // ended in the meantime
    }
  });
  return [pid, ...parents.flatMap(([child, parent]) => (parent === pid ? [child] : []))];
}
