import { io, type Socket } from 'socket.io-client';
import { accessToken, endSession, renew } from '../api/session.js';
import { updateDesk } from '../store/desk.js';
import { colleaguesLook, colleagueTypes, forgetColleagues, type Typing, type Viewing } from '../store/colleagues.js';
import { APPLIED, applyEvent, isApplied, type LiveEvent } from './apply.js';
import { attendBy } from './attention.js';
import { Bookmark } from './bookmark.js';

interface Envelope {
  position?: string | null;
  at?: string;
  data: unknown;
}
type Resumed =
  | { ok: true; reset?: false; events: (Envelope & { name: string })[]; position?: string }
  | { ok: true; reset: true; position?: string }
  | { ok: false; problem?: unknown };

const RESUME_TIMEOUT_MS = 10_000;
const FILL_AGAIN_MS = 3_000;
const FULL_MS = 30_000;

export interface Live {
  /** how far everything was known before anything was read; null: not known */
  since: string | null;
  /** Reads what is on the screen in place: when the server says that too much was missed, or nobody knows how much. */
  readAgain: () => Promise<unknown>;
  /** Reads the counts, which no resume tells. */
  countAgain: () => Promise<unknown>;
  /** Once nothing is missing any more. */
  onBack: () => void;
}

/** Listens for as long as somebody is signed in. */
export function startLive({ since, readAgain, countAgain, onBack }: Live): () => void {
  const bookmark = new Bookmark(since);
  let queue: LiveEvent[] = [];
  let scheduled = false;

  // Forty messages in a second are one change of the store and one render.
  const flush = (): void => {
    scheduled = false;
    const events = queue;
    queue = [];
    if (events.length > 0) updateDesk((state) => events.reduce(applyEvent, state));
  };
  const take = (name: string, envelope: Envelope): void => {
    bookmark.heard(envelope.position);
    if (!isApplied(name)) return;
    queue.push({ name, data: envelope.data } as LiveEvent);
    if (scheduled) return;
    scheduled = true;
    if (document.visibilityState === 'visible') requestAnimationFrame(flush);
    else setTimeout(flush, 100);
  };

  const socket: Socket = io('/staff', {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    auth: (give) => give({ token: accessToken() }),
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });

  const lost = (): void => {
    forgetColleagues();
    updateDesk((state) => (state.offlineSince === null ? { ...state, offlineSince: Date.now() } : state));
  };
  /** The bar goes when the gap is filled, not when the socket opens. */
  const whole = (): void => {
    updateDesk((state) => (state.offlineSince === null ? state : { ...state, offlineSince: null }));
    onBack();
  };
  /** Until it has worked: what is on the screen may not stay behind what is known. */
  const fill = (from?: string): void => {
    const connection = socket.id;
    const again = (): void => {
      if (socket.id === connection) fill(from); // a new one fills its own gap
    };
    readAgain().then(
      () => {
        if (socket.id === connection) bookmark.caughtUp(from);
        whole();
      },
      () => setTimeout(again, FILL_AGAIN_MS),
    );
  };

  socket.on('connect', () => {
    bookmark.opened();
    attendBy(socket);
    if (bookmark.since === null) {
      fill();
      return;
    }
    socket
      .timeout(RESUME_TIMEOUT_MS)
      .emit('resume', { since: bookmark.since }, (error: Error | null, told: Resumed) => {
        if (error || !told?.ok) {
          fill();
        } else if (told.reset) {
          fill(told.position);
        } else {
          for (const event of told.events) take(event.name, event);
          bookmark.caughtUp(told.position);
          flush();
          if (told.events.length > 0) void countAgain();
          whole();
        }
      });
  });
  socket.on('disconnect', (reason) => {
    lost();
    // The server closed it: the session may be over, or only the token old.
    if (reason === 'io server disconnect') void reconnect();
  });
  socket.on('connect_error', (error) => {
    lost();
    // Too many pages of one person: a new token would not help, only another page that is closed.
    if (error.message === 'limited') setTimeout(() => socket.connect(), FULL_MS);
    else if (!socket.active || /unauth/iu.test(error.message)) void reconnect();
  });
  const reconnect = async (): Promise<void> => {
    const token = await renew().catch(() => undefined);
    if (token === null) return; // signed out: starts anew after the sign-in
    setTimeout(() => socket.connect(), token ? 300 : 3_000);
  };

  socket.on('viewing', ({ data }: { data: Viewing }) => colleaguesLook(data));
  socket.on('typing', ({ data }: { data: Typing }) => colleagueTypes(data));
  for (const name of APPLIED) socket.on(name, (envelope: Envelope) => take(name, envelope));
  socket.on('session.ended', () => {
    socket.disconnect();
    endSession();
  });

  return () => {
    attendBy(null);
    socket.removeAllListeners();
    socket.disconnect();
    queue = [];
  };
}
