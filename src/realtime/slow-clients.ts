import type { Switchboard, StaffSocket } from './switchboard.js';

const CHECK_MS = 1_000;
/** A page that takes nothing for so long … */
const STUCK_MS = 10_000;
/** … or lets so many bytes wait is let go: it comes back and reads what it missed. */
const MOST_WAITING = 4 * 1024 * 1024;

interface Slow {
  since: number;
  /** packets that waited when last looked at; fewer means some went out */
  packets: number;
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
    const { packets, bytes } = waiting(socket);
    const before = this.slow.get(socket);
    if (packets === 0) {
      this.slow.delete(socket);
      return false;
    }
    if (before === undefined || packets < before.packets) this.slow.set(socket, { since: now, packets });
    else before.packets = packets;
    return bytes > MOST_WAITING || now - (this.slow.get(socket)?.since ?? now) >= STUCK_MS;
  }
}

/** What this page has not taken yet. Engine.IO keeps it to itself; it is the only measure there is. */
export function waiting({ conn }: StaffSocket): { packets: number; bytes: number } {
  const packets = Reflect.get(conn, 'writeBuffer') as { data?: string | Buffer }[];
  const bytes = packets.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  return { packets: packets.length, bytes };
}

/** At once: a polite close would wait behind everything the page does not take. */
function cut({ conn }: StaffSocket): void {
  conn.close(true);
  conn.request.socket.destroy();
}
