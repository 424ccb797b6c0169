import { Module, type OnApplicationShutdown } from '@nestjs/common';

import { Config } from '../config/config.js';
import { ChangeRelay } from './change-relay.js';
import { Neighbours, NoNeighbours } from './neighbours.js';
import { RedisLines } from './redis-lines.js';
import { RedisNeighbours } from './redis-neighbours.js';
import { SocketLines } from './socket-lines.js';

/** Where REDIS_URL is set, the desk's processes hear of each other; else there is one. */
@Module({
  providers: [
    {
      provide: SocketLines,
      inject: [Config],
      useFactory: ({ queue }: Config) => new SocketLines(queue.redis === null ? null : new RedisLines(queue.redis.url)),
    },
    {
      provide: Neighbours,
      inject: [SocketLines],
      useFactory: ({ lines }: SocketLines) => (lines === null ? new NoNeighbours() : new RedisNeighbours(lines)),
    },
    ChangeRelay,
  ],
  exports: [Neighbours, SocketLines],
})
export class ProcessesModule implements OnApplicationShutdown {
  constructor(private readonly sockets: SocketLines) {}

  /** The last thing: sockets have taken leave by now. */
  onApplicationShutdown(): void {
    this.sockets.lines?.close();
  }
}
