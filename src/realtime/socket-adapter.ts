import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions } from 'socket.io';

/** Socket.IO beside the HTTP server: `app.useWebSocketAdapter(new SocketAdapter(app))`. */
export class SocketAdapter extends IoAdapter {
  override createIOServer(port: number, options?: ServerOptions): Server {
    const ours: Partial<ServerOptions> = {
      path: '/socket.io',
      serveClient: false,
      // E9: a page that sends no heartbeat is gone within 40 s.
      pingInterval: 20_000,
      pingTimeout: 20_000,
      connectTimeout: 10_000,
      maxHttpBufferSize: 100_000,
    };
    return super.createIOServer(port, { ...options, ...ours } as ServerOptions) as Server;
  }
}
