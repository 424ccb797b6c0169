import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const NAMESPACE = '/staff';
const OPEN_MS = 10_000;
const TEXT = 0x1;

/**
 * A member of staff's open page: Socket.IO over one WebSocket, spoken by hand, so that hundreds of them cost the load
 * generator little. Hears events, asks nothing.
 */
export class StaffPage {
  private received: Buffer = Buffer.alloc(0);
  private upgraded = false;
  private isOpen: (() => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly token: string,
    /** an event as it came: `["message.created",{…}]` */
    private readonly hears: (event: string) => void,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.read(chunk));
    socket.on('error', () => undefined); // told by `open`; later, by what is missing
  }

  static async open(
    { host, port }: { host: string; port: number },
    token: string,
    hears: (event: string) => void,
  ): Promise<StaffPage> {
    const socket = connect(port, host);
    const page = new StaffPage(socket, token, hears);
    await new Promise<void>((resolve, reject) => {
      page.isOpen = resolve;
      setTimeout(() => reject(new Error('a page was not let in')), OPEN_MS).unref();
      socket.write(
        `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}:${port}\r\nUpgrade: websocket\r\n` +
          `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      );
    });
    return page;
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    if (!this.upgraded) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.upgraded = true;
      this.received = this.received.subarray(end + 4);
    }
    for (let frame = frameOf(this.received); frame !== null; frame = frameOf(this.received)) {
      this.received = this.received.subarray(frame.end);
      if (frame.opcode === TEXT) this.packet(frame.text);
    }
  }

  /** Engine.IO: 0 opens, 2 is a heartbeat, 4 carries Socket.IO: 0 lets in, 2 is an event. */
  private packet(text: string): void {
    if (text.startsWith('0')) this.say(`40${NAMESPACE},${JSON.stringify({ token: this.token })}`);
    else if (text === '2') this.say('3');
    else if (text.startsWith(`40${NAMESPACE},`)) this.isOpen?.();
    else if (text.startsWith(`42${NAMESPACE},`)) this.hears(text.slice(3 + NAMESPACE.length));
  }

  /** Clients mask what they say (RFC 6455, 5.3); with zeros it stays as it is. */
  private say(text: string): void {
    const data = Buffer.from(text);
    const length = data.length < 126 ? [0x80 | data.length] : [0x80 | 126, data.length >> 8, data.length & 0xff];
    this.socket.write(Buffer.concat([Buffer.from([0x80 | TEXT, ...length, 0, 0, 0, 0]), data]));
  }
}

/** The first frame, when all of it has come. Servers do not mask; ours splits no message. */
function frameOf(bytes: Buffer): { opcode: number; text: string; end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 0x7f;
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < head) return null;
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  const end = head + length;
  if (bytes.length < end) return null;
  return { opcode: bytes[0]! & 0x0f, text: bytes.toString('utf8', head, end), end };
}
