import { getPriority, setPriority } from 'node:os';

import { KeepAliveClient } from './keep-alive-client.js';

/** As many connections as are needed at once, up to `most`; each has its turn, so that none is idle until the desk closes it. */
export class Connections {
  private readonly all: KeepAliveClient[] = [];
  private readonly idle: KeepAliveClient[] = [];
  private readonly waiting: ((client: KeepAliveClient) => void)[] = [];

  constructor(
    private readonly address: { host: string; port: number },
    private readonly most = 128,
  ) {}

  async send(request: Buffer): Promise<number> {
    const client = this.idle.shift() ?? (await this.another());
    const status = await client.send(request);
    const next = this.waiting.shift();
    if (next) next(client);
    else this.idle.push(client);
    return status;
  }

  close(): void {
    for (const client of this.all) client.close();
  }

  private another(): KeepAliveClient | Promise<KeepAliveClient> {
    if (this.all.length >= this.most) return new Promise((resolve) => this.waiting.push(resolve));
    const client = new KeepAliveClient(this.address.host, this.address.port);
    this.all.push(client);
    return client;
  }
}

/** Before the desk, where the system allows it: who waits for a core sees answers late, and the desk would be blamed. */
const FIRST = -10;

/** Acts at even intervals, whether what came before was answered or not: a late desk gets no rest for being late. */
export async function openLoop(perSecond: number, seconds: number, act: () => Promise<void>): Promise<void> {
  const usual = getPriority();
  prefer(FIRST);
  try {
    await evenly(perSecond, seconds, act);
  } finally {
    prefer(usual);
  }
}

function prefer(priority: number): void {
  try {
    setPriority(priority);
  } catch {
    // not ours to say: the figures are a little worse than the desk
  }
}

async function evenly(perSecond: number, seconds: number, act: () => Promise<void>): Promise<void> {
  const begin = performance.now();
  const acts = Math.round(perSecond * seconds);
  const under = new Set<Promise<void>>();
  let failure: unknown;
  for (let n = 0; n < acts && failure === undefined;) {
    const due = Math.min(acts, Math.floor(((performance.now() - begin) / 1_000) * perSecond) + 1);
    for (; n < due; n++) {
      const acting = act()
        .catch((error: unknown) => void (failure = error))
        .finally(() => under.delete(acting));
      under.add(acting);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(under);
  if (failure !== undefined) throw failure;
}

/** So many loops side by side, each acting as soon as its last act was answered. How many acts were done in a second. */
export async function closedLoop(
  lanes: number,
  seconds: number,
  act: (lane: number) => Promise<void>,
): Promise<number> {
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  let acts = 0;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (; performance.now() < end; acts++) await act(lane);
    }),
  );
  return acts / ((performance.now() - begin) / 1_000);
}
