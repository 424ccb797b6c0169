import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

const PATIENCE_MS = 120_000;
const AGAIN_MS = 200;

type Missed =
  | { ok: true; reset: boolean; position: string; events?: { data: { message?: { id: string } } }[] }
  | { ok: false };

class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** The API as a person's screens use it through a balancer: where one process does not answer, the next one is asked the same. */
export class Staff {
  private turn = 0;

  private constructor(
    private readonly urls: readonly string[],
    readonly token: string,
  ) {}

  static async signIn(urls: readonly string[], login: object): Promise<Staff> {
    const { accessToken } = await new Staff(urls, '').asks<{ accessToken: string }>('POST', '/auth/login', login);
    return new Staff(urls, accessToken);
  }

  async asks<T>(method: string, path: string, body?: unknown): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(AGAIN_MS)) {
      const answer = await fetch(`${this.urls[this.turn++ % this.urls.length]}/api/v1${path}`, {
        method,
        headers: {
          ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch(() => null);
      if (answer?.ok) return (answer.status === 204 ? null : await answer.json()) as T;
      if (answer && answer.status < 500 && answer.status !== 429)
        throw new RefusedError(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      await answer?.body?.cancel().catch(() => undefined);
    }
    throw new Error(`${method} ${path} found nobody.`);
  }

  /** False where the desk refuses it. */
  async mayAsk(method: string, path: string): Promise<boolean> {
    try {
      await this.asks(method, path);
      return true;
    } catch (error) {
      if (error instanceof RefusedError) return false;
      throw error;
    }
  }

  /** Every message of the active conversations, page by page. */
  async messages(): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const list: { items: { id: string }[]; nextCursor: string | null } = await this.asks(
        'GET',
        `/conversations?status=active${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      for (const { id } of list.items) {
        for (let before: string | null = ''; before !== null;) {
          const page: { items: { id: string }[]; olderCursor: string | null } = await this.asks(
            'GET',
            `/conversations/${id}/messages${before && `?before=${encodeURIComponent(before)}`}`,
          );
          ids.push(...page.items.map((message) => message.id));
          before = page.olderCursor;
        }
      }
      cursor = list.nextCursor;
    }
    return ids;
  }
}

/** A page that is always open: comes back by itself after a break, and asks what it missed, as docs/api.md says. */
export class Page {
  /** messages it was told of */
  readonly seen = new Set<string>();
  readonly counts = { connections: 0, resumed: 0, readAgain: 0 };
  private position: string | undefined;
  private readonly socket: Socket;

  constructor(
    readonly name: string,
    url: string,
    private readonly staff: Staff,
  ) {
    this.socket = io(`${url}/staff`, {
      auth: { token: staff.token },
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelayMax: 500,
    });
    for (const event of ['message.created', 'message.updated'])
      this.socket.on(event, ({ position, data }: { position: string | null; data: { message: { id: string } } }) => {
        this.seen.add(data.message.id);
        this.position = position ?? this.position;
      });
    this.socket.on('connect', () => void this.resume().catch(() => undefined)); // cut again: the next one asks
    // From a refusal, or an end that the desk wished, Socket.IO does not come back by itself.
    const again = (): void => void setTimeout(() => !this.socket.active && this.socket.connect(), AGAIN_MS);
    this.socket.on('connect_error', again);
    this.socket.on('disconnect', again);
  }

  close(): void {
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }

  private async resume(): Promise<void> {
    this.counts.connections++;
    const missed = (await this.socket.timeout(10_000).emitWithAck('resume', { since: this.position })) as Missed;
    if (!missed.ok) throw new Error('not told what was missed');
    if (missed.reset) {
      this.counts.readAgain++;
      for (const id of await this.staff.messages()) this.seen.add(id);
    } else {
      this.counts.resumed++;
      for (const { data } of missed.events ?? []) if (data.message) this.seen.add(data.message.id);
    }
    this.position = missed.position;
  }
}
