import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string[];
  /** headers and text as they came over the wire, transfer encoding undone */
  raw: string;
}

/** The far side of SMTP_URL: a mail server on this machine that keeps what it is given. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** it refuses every recipient from now on */
  refusing = false;

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: (_address, _session, done) => done(mail.refusing ? new Error('No such mailbox here') : undefined),
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          mail.received.push({ to, raw: decoded(Buffer.concat(parts).toString('utf8')) });
          done();
        });
      },
    });
    const mail = new MailServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** The newest e-mail to this address, already here or still to come. */
  async mailTo(address: string): Promise<ReceivedMail> {
    const until = Date.now() + 30_000;
    for (;;) {
      const found = this.received.findLast(({ to }) => to.includes(address));
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`no e-mail to ${address} came`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/** The one-time token in an e-mail's link. */
export function tokenIn({ raw }: ReceivedMail): string {
  const token = /\/password#token=([\w-]+)/.exec(raw)?.[1];
  if (token === undefined) throw new Error(`no link in ${raw}`);
  return token;
}

function decoded(raw: string): string {
  const [head = '', body = ''] = raw.split(/\r\n\r\n(.*)/s);
  const text = /content-transfer-encoding: base64/i.test(head)
    ? Buffer.from(body, 'base64').toString('utf8')
    : /content-transfer-encoding: quoted-printable/i.test(head)
      ? quotedPrintable(body)
      : body;
  return `${head}\n\n${text}`;
}

function quotedPrintable(text: string): string {
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => `%${hex}`);
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'));
}
