import type { Redis } from 'ioredis';

import type { RedisLines } from './redis-lines.js';

/** What Socket.IO's Redis adapter asks of a connection. */
interface Line {
  on: Redis['on'];
  off: Redis['off'];
  publish(channel: string, message: string | Buffer): void;
  subscribe(channels: string[]): void;
  unsubscribe(channels: string[]): void;
  psubscribe(pattern: string): void;
  punsubscribe(pattern: string): void;
}

/** The processes' lines as Socket.IO uses them; null: one process, and nobody to talk to. */
export class SocketLines {
  constructor(readonly lines: RedisLines | null) {}

  /** `key` begins the names of the adapter's channels. */
  ofAdapter(): { talking: Line; listening: Line; key: string } | null {
    if (this.lines === null) return null;
    const { talking, listening, prefix } = this.lines;
    return { talking: unheard(talking), listening: unheard(listening), key: `${prefix}:sockets` };
  }
}

/** The adapter lets go of the promises it is given: one that fails, because Redis is away, would end the process. */
function unheard(redis: Redis): Line {
  const letGo = (promise: Promise<unknown>): void => void promise.catch(() => undefined);
  return {
    on: redis.on.bind(redis),
    off: redis.off.bind(redis),
    publish: (channel, message) => letGo(redis.publish(channel, message)),
    subscribe: (channels) => letGo(redis.subscribe(...channels)),
    unsubscribe: (channels) => letGo(redis.unsubscribe(...channels)),
    psubscribe: (pattern) => letGo(redis.psubscribe(pattern)),
    punsubscribe: (pattern) => letGo(redis.punsubscribe(pattern)),
  };
}
