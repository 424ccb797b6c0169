import { setTimeout as wait } from 'node:timers/promises';

const ANSWER_MS = 10_000;
/** How long a person's screen goes on trying. */
const PATIENCE_MS = 120_000;

interface SignedIn {
  accessToken: string;
  user: { id: string };
}

/** The desk's API as the screens use it: what had no answer, or a 5xx, is asked again as it was. */
export class StaffClient {
  /** requests by how they ended, for the table */
  readonly counts = new Map<string, number>();
  private token = '';

  constructor(
    private readonly url: string,
    private readonly login: { email: string; password: string },
  ) {}

  /** Returns the person's id. */
  async signIn(): Promise<string> {
    const signedIn = await this.persist<SignedIn>('POST', '/auth/login', this.login);
    if (!signedIn) throw new Error(`${this.login.email} cannot sign in.`);
    this.token = signedIn.accessToken;
    return signedIn.user.id;
  }

  read<T>(path: string): Promise<T | null> {
    return this.persist<T>('GET', path);
  }

  /** The answer; null: refused, or given up. */
  write<T>(path: string, body: unknown): Promise<T | null> {
    return this.persist<T>('POST', path, body);
  }

  private async persist<T>(method: string, path: string, body?: unknown): Promise<T | null> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; this.count('asked again')) {
      const answer = await this.ask(method, path, body).catch(() => null);
      if (answer?.ok) {
        this.count('answered');
        return answer.value as T;
      }
      if (answer?.status === 401 && path !== '/auth/login') await this.signIn();
      else if (answer && answer.status < 500 && answer.status !== 429) {
        this.count(`refused, ${codeOf(answer.value)}`);
        return null;
      } else await wait(answer?.retryAfterMs ?? 500);
    }
    this.count('given up');
    return null;
  }

  private count(how: string): void {
    this.counts.set(how, (this.counts.get(how) ?? 0) + 1);
  }

  private async ask(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ ok: boolean; status: number; value: unknown; retryAfterMs: number | null }> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const retryAfter = answer.headers.get('retry-after');
    return {
      ok: answer.ok,
      status: answer.status,
      value: answer.status === 204 ? null : await answer.json(),
      retryAfterMs: retryAfter === null ? null : Number(retryAfter) * 1_000,
    };
  }
}

/** Of a problem document. */
function codeOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : 'no code';
}
