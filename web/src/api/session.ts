import { post } from './post.js';
import { ApiError } from './problem.js';
import type { LoggedIn, User } from './types.js';

/** `ended`: it was there and is over; the screen stays under the sign-in sheet. */
export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'signed-out' }
  | { kind: 'signed-in'; user: User }
  | { kind: 'ended'; user: User };

/** Renewed this long before it runs out. */
const AHEAD_SECONDS = 60;
const RETRY_MS = 5_000;

let state: SessionState = { kind: 'unknown' };
/** In memory only: nothing of it is ever written to the browser's storage. */
let token: string | null = null;
let renewal: Promise<string | null> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function signedIn({ accessToken, expiresIn, user }: LoggedIn): string {
  token = accessToken;
  clearTimeout(timer);
  timer = setTimeout(() => void renew(), Math.max(5, expiresIn - AHEAD_SECONDS) * 1000);
  const before = state;
  if (before.kind !== 'signed-in' || JSON.stringify(before.user) !== JSON.stringify(user)) {
    become({ kind: 'signed-in', user });
  }
  return accessToken;
}

/** One renewal at a time: a refresh cookie that is used twice ends the session, other tabs included. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const locks = (navigator as { locks?: LockManager }).locks; // missing without a secure context
  return locks ? (locks.request('bellhop-session', work) as Promise<T>) : work();
}

/** A fresh access token, or null when the session is over. Throws when the server cannot be reached. */
export function renew(): Promise<string | null> {
  renewal ??= oneAtATime(() => post('/auth/refresh'))
    .then((answer) => signedIn(answer as LoggedIn))
    .catch((error: unknown) => {
      if (error instanceof ApiError && (error.problem.status === 401 || error.problem.status === 403)) {
        endSession();
        return null;
      }
      clearTimeout(timer);
      timer = setTimeout(() => void renew().catch(() => undefined), RETRY_MS);
      throw error;
    })
    .finally(() => {
      renewal = null;
    });
  return renewal;
}

/** The server no longer knows this session: ask again, over what is on the screen. */
export function endSession(): void {
  token = null;
  clearTimeout(timer);
  if (state.kind === 'signed-in') become({ kind: 'ended', user: state.user });
  else if (state.kind === 'unknown') become({ kind: 'signed-out' });
}

export async function logIn(email: string, password: string, hotelId?: string): Promise<void> {
  const answer = await post('/auth/login', { email: email.trim(), password, ...(hotelId ? { hotelId } : {}) });
  signedIn(answer as LoggedIn);
}

export async function logOut(): Promise<void> {
  await post('/auth/logout').catch(() => undefined);
  token = null;
  clearTimeout(timer);
  become({ kind: 'signed-out' });
}

export function userChanged(user: User): void {
  if (state.kind === 'signed-in') become({ kind: 'signed-in', user });
}

export const accessToken = (): string | null => token;
export const sessionState = (): SessionState => state;
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
