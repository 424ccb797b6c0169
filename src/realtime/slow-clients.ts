import type { Switchboard, StaffSocket } from './switchboard.js';

const CHECK_MS = 1_000;
/** A page that takes nothing for so long … */
const STUCK_MS = 10_000;
/** … or lets so many bytes wait is let go: it comes back and reads what it missed. */
export const MOST_WAITING = 4 * 1024 * 1024;

interface Slow {
  since: number;
  /** bytes its connection had taken when last looked at */
  taken: number;
}

/**
 * What is told to a page waits in this process until its connection takes it. A page that hangs (a tablet
 * asleep, a lift) must not make the desk hold everything for it: its connection is cut, and its own client
 * resumes when it is well again. Nobody else waits for it: an emit only ever appends to this buffer.
 */
export class SlowClients {
  private readonly slow = new WeakMap<StaffSocket, Slow>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly switchboard: Switchboard) {}

  start(): void {
    this.timer = setInterval(() => this.sweep(Date.now()), CHECK_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Lets go of those that are stuck at `now` (real time); returns how many. */
  sweep(now: number): number {
    const stuck = this.switchboard.sockets().filter((socket) => this.isStuck(socket, now));
    for (const socket of stuck) cut(socket);
    return stuck.length;
  }

  private isStuck(socket: StaffSocket, now: number): boolean {
    const { bytes, taken } = waiting(socket);
    const before = this.slow.get(socket);
    if (bytes === 0 || before === undefined || taken !== before.taken) {
      this.slow.set(socket, { since: now, taken });
      return bytes > MOST_WAITING;
    }
    return bytes > MOST_WAITING || now - before.since >= STUCK_MS;
  }
}

/** Bytes this page has not taken yet, and how many it has. */
export function waiting({ conn }: StaffSocket): { bytes: number; taken: number } {
  // Engine.IO keeps to itself what it has not handed on; the rest waits in the connection.
  const packets = Reflect.get(conn, 'writeBuffer') as { data?: string | Buffer }[];
  const { writableLength, bytesWritten } = conn.request.socket;
  const bytes = packets.reduce((sum, { data }) => sum + (data?.length ?? 0), writableLength);
  return { bytes, taken: bytesWritten - writableLength };
}

/** At once: a polite close would wait behind everything the page does not take. */
function cut({ conn }: StaffSocket): void {
  conn.close(true);
  conn.request.socket.destroy();
}
