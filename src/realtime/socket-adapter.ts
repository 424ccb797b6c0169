import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Server, ServerOptions } from 'socket.io';

import { SocketLines } from '../processes/index.js';

/** E9, H1: a page that sends no heartbeat is gone within 20 s. */
const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 10_000 };

/**
 * Socket.IO beside the HTTP server: `app.useWebSocketAdapter(new SocketAdapter(app))`. With several processes its rooms
 * reach over all of them; what stands in the change log each process tells its own sockets (`Switchboard`).
 */
export class SocketAdapter extends IoAdapter {
  /** `heartbeat`: milliseconds between two, and until one that is missing ends the connection */
  constructor(
    private readonly app?: INestApplicationContext,
    private readonly heartbeat = HEARTBEAT,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const ours: Partial<ServerOptions> = {
      path: '/socket.io',
      serveClient: false,
      ...this.heartbeat,
      connectTimeout: 10_000,
      // A larger packet ends its connection; what an event may carry is much less (limits.ts).
      maxHttpBufferSize: 100_000,
    };
    const server = super.createIOServer(port, { ...options, ...ours } as ServerOptions) as Server;
    const lines = this.app?.get(SocketLines, { strict: false }).ofAdapter();
    if (lines) server.adapter(createAdapter(lines.talking, lines.listening, { key: lines.key }));
    return server;
  }
}
