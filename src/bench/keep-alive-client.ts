import { connect, type Socket } from 'node:net';

/**
 * One keep-alive HTTP/1.1 connection that sends prepared requests one after another. Bare sockets, so that
 * the load generator costs as little of the two cores as can be.
 */
export class KeepAliveClient {
  private readonly socket: Socket;
  private received = '';
  private settle: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;

  constructor(host: string, port: number) {
    this.socket = connect(port, host);
    this.socket.setNoDelay(true);
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk: string) => this.read(chunk));
    this.socket.on('error', (error) => this.settle?.reject(error));
    this.socket.on('close', () => this.settle?.reject(new Error('the server closed the connection')));
  }

  /** The status of the answer. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.received += chunk;
    const head = this.received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /content-length: (\d+)/i.exec(this.received.slice(0, head));
    const end = head + 4 + Number(length?.[1] ?? 0);
    if (this.received.length < end) return;
    const status = Number(this.received.slice(9, 12));
    this.received = this.received.slice(end);
    this.settle?.resolve(status);
  }
}
