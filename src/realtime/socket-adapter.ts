import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions } from 'socket.io';

/** E9, H1: a page that sends no heartbeat is gone within 20 s. */
const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 10_000 };

/** Socket.IO beside the HTTP server: `app.useWebSocketAdapter(new SocketAdapter(app))`. */
export class SocketAdapter extends IoAdapter {
  /** `heartbeat`: milliseconds between two, and until one that is missing ends the connection */
  constructor(
    app?: INestApplicationContext,
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
    return super.createIOServer(port, { ...options, ...ours } as ServerOptions) as Server;
  }
}
