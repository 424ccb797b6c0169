import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';

import PQueue from 'p-queue';
import { Agent, request } from 'undici';

import { escapedJson, isObject, listOf, type JsonObject } from './json.js';

/** One piece of news on its way to the webhook. */
export interface Change {
  field: string;
  value: JsonObject;
  /** only account and template news has one */
  time?: number;
}

/** How one POST ended. */
export interface Delivery {
  acknowledged: boolean;
  attempts: number;
  /** the last HTTP status, null where there was no answer */
  status: number | null;
  dropped: boolean;
}

export interface WebhookOptions {
  /** whose webhooks: entry.id */
  accountId: string;
  appSecret: string;
  url: string | null;
  /** tries in all, the second at once, the others after a delay that grows up to the longest */
  retry: { attempts: number; delayMs: number; longestMs: number };
  timeoutMs: number;
}

/** POSTs under way at once; the others wait for their turn, and their time limit has not begun. */
const AT_ONCE = 32;
/** So many pieces of news can be told again. */
const LATELY = 100;

interface Waiting {
  change: Change;
  done: (delivery: Delivery) => void;
}

/** Signs and posts webhooks as Meta does, and misbehaves on request the way Meta does. */
export class Webhooks {
  /** null: news goes nowhere */
  url: string | null;
  /** the key of the signature; another than the hotel's is the wrong-secret case */
  appSecret: string;
  /** every POST is sent this often, also when the first was answered with 200 */
  copies = 1;
  /** waits before every POST */
  delayMs = 0;
  /** what became of all POSTs so far, retries counted one by one */
  readonly counts = { posts: 0, acknowledged: 0, refused: 0, unanswered: 0, dropped: 0 };

  private readonly agent = new Agent({ connections: AT_ONCE });
  private readonly turns = new PQueue({ concurrency: AT_ONCE });
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<Delivery>>();
  private waiting: Waiting[] = [];
  /** the newest news, for telling it again */
  private lately: Change[] = [];
  private holding = false;
  private batchSize = 1;
  private batchTimer: NodeJS.Timeout | null = null;
  private toDrop = 0;

  constructor(private readonly options: WebhookOptions) {
    this.url = options.url;
    this.appSecret = options.appSecret;
    // Each piece of news that waits listens for the end: a desk that sends a lot has hundreds, and Node takes eleven for a leak.
    setMaxListeners(0, this.closing.signal);
  }

  /** Sends one piece of news, alone or in the running batch; resolves when it was taken or given up. */
  deliver(change: Change): Promise<Delivery> {
    this.lately = [...this.lately.slice(1 - LATELY), change];
    if (!this.holding && this.batchSize === 1) return this.post([change]);
    return new Promise((done) => {
      this.waiting.push({ change, done });
      if (this.holding) return;
      if (this.waiting.length >= this.batchSize) void this.flush();
      else this.batchTimer ??= setTimeout(() => void this.flush(), 50);
    });
  }

  /** Collects up to `size` pieces of news into one POST; 1 sends each alone again. */
  batch(size: number): void {
    this.batchSize = size;
    if (size === 1) void this.flush();
  }

  /** Keeps everything back until `release`. */
  hold(): void {
    this.holding = true;
  }

  /** Sends what was held back: one by one, or together; in order, or shuffled (the same seed, the same order). */
  async release(how: { together?: boolean; shuffle?: number } = {}): Promise<Delivery[]> {
    this.holding = false;
    const held = how.shuffle === undefined ? this.take() : shuffled(this.take(), how.shuffle);
    if (how.together) return [await this.send(held)];
    const deliveries: Delivery[] = [];
    for (const one of held) deliveries.push(await this.send([one]));
    return deliveries;
  }

  /**
   * Tells the newest pieces of news once more, in another order (the same seed, the same order): each alone and all
   * in one POST, at the same time. A provider that is not sure it was heard does that.
   */
  tellAgain(most: number, seed: number): Promise<Delivery[]> {
    const again = shuffled(this.lately.slice(-most), seed);
    return Promise.all([...again.map((change) => this.post([change])), this.post(again)]);
  }

  /** The next POSTs are lost and never retried, like news older than Meta's seven days. */
  dropNext(times = 1): void {
    this.toDrop += times;
  }

  /** The very bytes of a POST, for tests of the door. */
  body(changes: Change[]): Buffer {
    return Buffer.from(escapedJson({ object: 'whatsapp_business_account', entry: this.entries(changes) }));
  }

  signature(body: Buffer): string {
    return `sha256=${createHmac('sha256', this.appSecret).update(body).digest('hex')}`;
  }

  /** Posts bytes as they are, signed, once. */
  async postRaw(body: Buffer): Promise<number | null> {
    const { url } = this;
    if (url === null) return null;
    this.counts.posts++;
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': this.signature(body),
          'user-agent': 'facebookexternalua',
        },
        body,
        dispatcher: this.agent,
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(this.options.timeoutMs)]),
      });
      await answer.body.dump();
      this.counts[answer.statusCode === 200 ? 'acknowledged' : 'refused']++;
      return answer.statusCode;
    } catch {
      this.counts.unanswered++;
      return null;
    }
  }

  /** GET with a challenge, as when somebody saves the callback address. */
  async verify(verifyToken: string, challenge = '1158201444'): Promise<{ status: number; body: string }> {
    const url = new URL(this.url ?? 'http://127.0.0.1');
    url.searchParams.set('hub.mode', 'subscribe');
    url.searchParams.set('hub.challenge', challenge);
    url.searchParams.set('hub.verify_token', verifyToken);
    const answer = await request(url, { dispatcher: this.agent, signal: this.closing.signal });
    return { status: answer.statusCode, body: await answer.body.text() };
  }

  /** When nothing is on its way any more. */
  async settled(): Promise<void> {
    await this.flush();
    while (this.running.size > 0) await Promise.all(this.running);
  }

  async close(): Promise<void> {
    if (this.batchTimer) clearTimeout(this.batchTimer);
    this.closing.abort(new Error('The simulator was closed.'));
    await Promise.all(this.running);
    await this.agent.destroy();
  }

  private take(): Waiting[] {
    const taken = this.waiting;
    this.waiting = [];
    return taken;
  }

  private async flush(): Promise<void> {
    if (this.batchTimer) clearTimeout(this.batchTimer);
    this.batchTimer = null;
    if (this.holding || this.waiting.length === 0) return;
    await this.send(this.take());
  }

  private async send(waiting: Waiting[]): Promise<Delivery> {
    const delivery = await this.post(waiting.map(({ change }) => change));
    for (const { done } of waiting) done(delivery);
    return delivery;
  }

  private post(changes: Change[]): Promise<Delivery> {
    const sent = this.postWithRetries(changes);
    this.running.add(sent);
    void sent.finally(() => this.running.delete(sent));
    return sent;
  }

  private async postWithRetries(changes: Change[]): Promise<Delivery> {
    const delivery: Delivery = { acknowledged: false, attempts: 0, status: null, dropped: false };
    if (this.url === null || changes.length === 0) return delivery;
    if (this.toDrop > 0) {
      this.toDrop--;
      this.counts.dropped++;
      return { ...delivery, dropped: true };
    }
    const body = this.body(changes);
    await this.pause(this.delayMs);
    for (let copy = 0; copy < this.copies; copy++) {
      delivery.acknowledged = false;
      for (let attempt = 0; attempt < this.options.retry.attempts && !delivery.acknowledged; attempt++) {
        // The first retry comes at once, the rest with growing gaps.
        const { delayMs, longestMs } = this.options.retry;
        if (attempt > 1) await this.pause(Math.min(delayMs * 2 ** (attempt - 2), longestMs));
        if (this.closing.signal.aborted) return delivery;
        delivery.attempts++;
        delivery.status = await this.turns.add(() => this.postRaw(body));
        delivery.acknowledged = delivery.status === 200;
      }
    }
    return delivery;
  }

  private pause(ms: number): Promise<void> {
    const { signal } = this.closing;
    if (ms === 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    });
  }

  private entries(changes: Change[]): JsonObject[] {
    const id = this.options.accountId;
    const timed = changes.filter((change) => change.time !== undefined);
    const plain = merged(changes.filter((change) => change.time === undefined));
    const one = (list: Change[]) => list.map(({ field, value }) => ({ field, value }));
    return [
      ...(plain.length > 0 ? [{ id, changes: one(plain) }] : []),
      ...timed.map((change) => ({ id, time: change.time, changes: one([change]) })),
    ];
  }
}

const LISTS = ['messages', 'statuses', 'message_echoes', 'state_sync'];

/** Neighbours of one field and one list become one change with several items, as in Meta's batches. */
function merged(changes: Change[]): Change[] {
  const out: Change[] = [];
  for (const { field, value } of changes) {
    const last = out.at(-1);
    const list = LISTS.find((name) => Array.isArray(value[name]));
    if (!last || !list || last.field !== field || !Array.isArray(last.value[list]) || value['errors'] !== undefined) {
      out.push({ field, value: { ...value } });
      continue;
    }
    last.value[list] = [...listOf(last.value[list]), ...listOf(value[list])];
    const contacts = distinct([...listOf(last.value['contacts']), ...listOf(value['contacts'])]);
    if (contacts.length > 0) last.value['contacts'] = contacts;
  }
  return out;
}

function distinct(contacts: unknown[]): unknown[] {
  const byUser = new Map(contacts.filter(isObject).map((contact) => [contact['user_id'], contact]));
  return [...byUser.values()];
}

/** Fisher-Yates on a small generator: a failing order can be had again. */
function shuffled<T>(items: T[], seed: number): T[] {
  const out = [...items];
  let state = seed >>> 0 || 1;
  for (let left = out.length - 1; left > 0; left--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const pick = state % (left + 1);
    [out[left], out[pick]] = [out[pick]!, out[left]!];
  }
  return out;
}
