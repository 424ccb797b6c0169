import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';

import { DomainError } from '../common/errors.js';
import { Config } from '../config/config.js';

/** Nobody waits longer than this before they are told that the mail server does not answer. */
const PATIENCE_MS = 10_000;

export interface Mail {
  to: string;
  subject: string;
  /** plain text: nothing in it is ever read as markup */
  text: string;
}

export class MailNotSentError extends DomainError {
  override readonly name = 'MailNotSentError';

  constructor() {
    super('unavailable', 'mail_not_sent', 'The mail server did not take the e-mail. Try again later.', {
      retryAfterSeconds: 60,
    });
  }
}

/** E-mail through the hotel's own server (SMTP_URL). Without one there is none, and links are shown to be copied. */
@Injectable()
export class Mailer implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Mailer.name);
  private readonly transport: Transporter | null;
  private readonly onTheirWay = new Set<Promise<void>>();

  constructor(config: Config) {
    const { mail } = config;
    this.transport =
      mail === null
        ? null
        : createTransport(
            {
              url: mail.smtpUrl,
              connectionTimeout: PATIENCE_MS,
              greetingTimeout: PATIENCE_MS,
              socketTimeout: PATIENCE_MS,
              disableFileAccess: true,
              disableUrlAccess: true,
            },
            { from: mail.from },
          );
  }

  /** Whether this desk can send e-mail at all. */
  get available(): boolean {
    return this.transport !== null;
  }

  /** Resolves once the server has taken it. Throws MailNotSentError; the reason is in the log, without the text. */
  async send(mail: Mail): Promise<void> {
    if (this.transport === null) throw new MailNotSentError();
    try {
      await this.transport.sendMail(mail);
    } catch (error) {
      this.logger.warn(`The mail server did not take an e-mail: ${error instanceof Error ? error.message : 'unknown'}`);
      throw new MailNotSentError();
    }
  }

  /** For work whose answer must not tell how long it took. A stop waits for it; what it throws is logged. */
  inBackground(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        if (!(error instanceof MailNotSentError)) this.logger.error(error, 'Preparing an e-mail failed');
      })
      .finally(() => this.onTheirWay.delete(running));
    this.onTheirWay.add(running);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.onTheirWay);
    this.transport?.close();
  }
}
