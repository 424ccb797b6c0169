import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * A page as no browser makes one: a bare WebSocket on which a test writes what it likes and from which it may
 * stop reading. It answers no heartbeat by itself.
 */
export class RawPage {
  closed = false;
  private received = '';

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => {
      this.received += bytes.toString('latin1');
      if (/\x88(\x00|\x02..)$/s.test(this.received)) socket.destroy(); // a closing frame
    });
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => undefined); // being cut off is what some of them are made for
  }

  /** Connected to `/staff` with this token; resolves once it was let in. */
  static async open(address: string, token: string): Promise<RawPage> {
    const { hostname, port } = new URL(address);
    const page = new RawPage(connect(Number(port), hostname));
    page.socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\n` +
        `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    await page.hears('0{');
    page.says(`40/staff,${JSON.stringify({ token })}`);
    await page.hears('40/staff,');
    return page;
  }

  /** One text frame. */
  says(text: string): void {
    const payload = Buffer.from(text);
    const mask = randomBytes(4);
    const { length } = payload;
    const head = length < 126 ? Buffer.from([0x81, 0x80 | length]) : Buffer.alloc(length < 65_536 ? 4 : 10);
    if (length >= 126) {
      head[0] = 0x81;
      head[1] = 0x80 | (length < 65_536 ? 126 : 127);
      if (length < 65_536) head.writeUInt16BE(length, 2);
      else head.writeBigUInt64BE(BigInt(length), 2);
    }
    this.socket.write(Buffer.concat([head, mask, payload.map((byte, at) => byte ^ mask[at % 4]!)]));
  }

  async hears(text: string): Promise<void> {
    for (const end = Date.now() + 30_000; !this.received.includes(text) && !this.closed;) {
      if (Date.now() > end) throw new Error(`never heard ${text}, only ${this.received.slice(-300)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Until what it said so far was looked at, or ended it. */
  async settles(): Promise<void> {
    this.says('42/staff,77["conversation.leave"]');
    await Promise.race([this.hears('43/staff,77'), once(this.socket, 'close')]);
  }

  /** Takes nothing from its connection any more, and does not close it either. */
  hangs(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }
}
