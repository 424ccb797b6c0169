import { randomBytes } from 'node:crypto';

import { Faults } from './faults.js';
import type { GraphError } from './graph-error.js';
import { SimGuest, type GuestDetails, type GuestWorld } from './guest.js';
import type { SimEvent } from './http-types.js';
import type { JsonObject } from './json.js';
import { MediaFaults } from './media-faults.js';
import { MediaStore } from './media-store.js';
import { PairLimit, Throughput } from './outbound.js';
import { otherForm } from './phone-forms.js';
import { TEMPLATES } from './templates.js';
import { isFurther, type SimMessage, type SimStatus, type SimTemplate } from './thread.js';
import { Webhooks, type Change, type Delivery, type WebhookOptions } from './webhooks.js';

export interface SimOptions {
  phoneNumberId?: string;
  wabaId?: string;
  accessToken?: string;
  appSecret?: string;
  verifyToken?: string;
  /** the hotel's number, digits */
  displayPhoneNumber?: string;
  /** what Meta puts in front of a `to` without "+" */
  countryCode?: string;
  webhookUrl?: string | null;
  retry?: Partial<WebhookOptions['retry']>;
  webhookTimeoutMs?: number;
  /** how a message after the 24-hour window fails: by webhook (the usual way), in the answer, or not at all */
  window?: 'async' | 'sync' | 'off';
  /** 1 message per 6 s to one guest, with Meta's burst */
  pairLimit?: boolean;
  /** messages per second, in and out; null: no limit */
  throughput?: number | null;
  templates?: SimTemplate[];
  /** hears of news before it goes out; what it answers is called once the news was taken */
  keep?: (change: Change) => () => void;
  /** the simulator's clock */
  now?: () => Date;
}

/** What is told about a message that was sent, in this order, and whether before the answer to the send. */
export interface Receipts {
  statuses: SimStatus[];
  beforeAnswer: boolean;
}

/** One business number with its guests: everything the simulator knows, apart from HTTP. */
export class SimNumber implements GuestWorld {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly accessToken: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly displayPhoneNumber: string;
  readonly countryCode: string;
  readonly window: NonNullable<SimOptions['window']>;
  readonly templates: SimTemplate[];
  readonly media: MediaStore;
  readonly webhooks: Webhooks;
  readonly faults = new Faults();
  readonly mediaFaults = new MediaFaults();
  readonly throughput: Throughput;
  /** null: not enforced */
  readonly pairs: PairLimit | null;
  readonly guests: SimGuest[] = [];
  receipts: Receipts = { statuses: ['sent', 'delivered'], beforeAnswer: false };

  readonly now: () => Date;
  private readonly keep: NonNullable<SimOptions['keep']>;
  private readonly listeners = new Set<(event: SimEvent) => void>();
  private readonly pending = new Set<Promise<unknown>>();

  constructor(options: SimOptions) {
    this.now = options.now ?? (() => new Date());
    this.keep = options.keep ?? (() => () => undefined);
    this.phoneNumberId = options.phoneNumberId ?? '105550001112223';
    this.wabaId = options.wabaId ?? '210987654321098';
    this.accessToken = options.accessToken ?? `EAAsim${randomBytes(24).toString('hex')}`;
    this.appSecret = options.appSecret ?? randomBytes(16).toString('hex');
    this.verifyToken = options.verifyToken ?? randomBytes(16).toString('hex');
    this.displayPhoneNumber = options.displayPhoneNumber ?? '34910000111';
    this.countryCode = options.countryCode ?? '34';
    this.window = options.window ?? 'async';
    this.templates = options.templates ?? TEMPLATES.map((template) => ({ ...template }));
    this.throughput = new Throughput(options.throughput ?? null);
    this.pairs = options.pairLimit ? new PairLimit() : null;
    this.media = new MediaStore(this.now);
    this.webhooks = new Webhooks({
      accountId: this.wabaId,
      appSecret: this.appSecret,
      url: options.webhookUrl ?? null,
      retry: { attempts: 5, delayMs: 200, longestMs: Infinity, ...options.retry },
      timeoutMs: options.webhookTimeoutMs ?? 10_000,
    });
  }

  addGuest(details: GuestDetails): SimGuest {
    const guest = new SimGuest(details, this);
    this.guests.push(guest);
    return guest;
  }

  /** By WhatsApp number in either of its spellings, or by user id. */
  findGuest(id: string): SimGuest | null {
    const other = otherForm(id);
    return (
      this.guests.find(({ waId, userId }) => waId === id || userId === id || (other !== null && waId === other)) ?? null
    );
  }

  /** News of any field about this number, as in section 6 and 7 of the contract. */
  deliver(field: string, value: JsonObject): Promise<Delivery> {
    return this.tell({ field, value: { ...this.envelope(), ...value } });
  }

  /** News about the account or a template: no metadata, but a time. */
  deliverAccountNews(field: string, value: JsonObject): Promise<Delivery> {
    return this.tell({ field, value, time: Math.floor(this.now().getTime() / 1000) });
  }

  async tell(change: Change): Promise<Delivery> {
    const taken = this.keep(change);
    const delivery = await this.webhooks.deliver(change);
    if (delivery.acknowledged || delivery.dropped) taken();
    return delivery;
  }

  /** What staff wrote in the phone app of a number that lives in both. */
  async deliverEcho(guest: SimGuest, type: string, content: JsonObject): Promise<Delivery & { id: string }> {
    const id = this.newMessageId(guest.userId);
    const timestamp = String(Math.floor(this.now().getTime() / 1000));
    const from = this.displayPhoneNumber;
    const echo = { from, to: guest.waId, to_user_id: guest.userId, id, timestamp, type, [type]: content };
    return {
      id,
      ...(await this.deliver('smb_message_echoes', { contacts: [guest.contact()], message_echoes: [echo] })),
    };
  }

  async tellStatus(guest: SimGuest, message: SimMessage, status: SimStatus): Promise<Delivery> {
    if (status === 'failed' || isFurther(message.status, status)) message.status = status;
    this.notify({ type: 'status', guestId: guest.userId, messageId: message.id, status });
    return this.deliverStatus(message, status, {
      contacts: [guest.contact()],
      recipient: { ...(guest.hidesPhone ? {} : { recipient_id: guest.waId }), recipient_user_id: guest.userId },
    });
  }

  /** `failed` has neither contacts nor prices. */
  tellFailed(message: SimMessage, recipient: JsonObject, error: GraphError): Promise<Delivery> {
    message.status = 'failed';
    return this.deliverStatus(message, 'failed', { recipient, errors: [error.forWebhook()] });
  }

  private deliverStatus(
    message: SimMessage,
    status: SimStatus,
    more: { contacts?: unknown[]; recipient: JsonObject; errors?: unknown[] },
  ): Promise<Delivery> {
    const { contacts, recipient, errors } = more;
    const timestamp = String(Math.floor(this.now().getTime() / 1000));
    const category = message.type === 'template' ? 'utility' : 'service';
    const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category };
    const told: JsonObject = {
      id: message.id,
      status,
      timestamp,
      ...recipient,
      ...(message.ref === null ? {} : { biz_opaque_callback_data: message.ref }),
      ...(status === 'sent' || status === 'delivered' ? { pricing } : {}),
      ...(errors ? { errors } : {}),
    };
    // Up to v23 each message had a conversation object; later versions leave it out.
    if (status === 'sent' && message.graphVersion !== null && message.graphVersion <= 23) {
      told['conversation'] = { id: message.id.slice(-32), origin: { type: category } };
    }
    return this.deliver('messages', { ...(contacts ? { contacts } : {}), statuses: [told] });
  }

  wrote(guest: SimGuest, message: SimMessage): void {
    this.throughput.count(this.now());
    this.notify({ type: 'message', guestId: guest.userId, message });
  }

  newMessageId(seed: string): string {
    return `wamid.${Buffer.concat([Buffer.from(seed), randomBytes(12)]).toString('base64')}`;
  }

  /** Everything that comes to or leaves a phone, while it happens. Returns how to stop listening. */
  subscribe(listener: (event: SimEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify(event: SimEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** Runs something after the answer went out; `settled` waits for it. */
  later(run: () => Promise<unknown>): void {
    const running = new Promise<void>((resolve) => setImmediate(() => void run().finally(resolve)));
    this.pending.add(running);
    void running.finally(() => this.pending.delete(running));
  }

  /** When every status and webhook was taken or given up. */
  async settled(): Promise<void> {
    do {
      await Promise.all(this.pending);
      await this.webhooks.settled();
    } while (this.pending.size > 0);
  }

  private envelope(): JsonObject {
    const metadata = { display_phone_number: this.displayPhoneNumber, phone_number_id: this.phoneNumberId };
    return { messaging_product: 'whatsapp', metadata };
  }
}
