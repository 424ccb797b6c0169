import type { Delivery } from './webhooks.js';
import { sha256, type MediaStore } from './media-store.js';
import type { JsonObject } from './json.js';
import { isFurther, type SimMessage, type SimStatus } from './thread.js';

export interface GuestDetails {
  /** the profile name they chose; may be emoji, or empty */
  name: string;
  /** as people write it: '+351 912 345 678' */
  phone: string;
  /** WhatsApp's own number for them, digits, where it differs from the phone (Brazil, Mexico, Argentina) */
  waId?: string;
  userId?: string;
  username?: string;
  /** 'pt-PT': the country of their user id */
  locale?: string;
  /** they have a username and the hotel never wrote to them: webhooks carry no phone number */
  hidesPhone?: boolean;
}

/** What happened to a message a guest sent: its id, and whether the hotel acknowledged the webhook. */
export interface Sent extends Delivery {
  id: string;
}

/** What a guest needs of the simulator they live in. */
export interface GuestWorld {
  readonly media: MediaStore;
  readonly displayPhoneNumber: string;
  now(): Date;
  newMessageId(seed: string): string;
  deliver(field: string, value: JsonObject): Promise<Delivery>;
  tellStatus(guest: SimGuest, message: SimMessage, status: SimStatus): Promise<Delivery>;
  wrote(guest: SimGuest, message: SimMessage): void;
}

/** A guest and their phone. Every verb is a webhook; it resolves when that was acknowledged or given up. */
export class SimGuest {
  readonly name: string;
  readonly locale: string;
  waId: string;
  userId: string;
  readonly username: string | null;
  hidesPhone: boolean;
  /** what both sides said, in the order it came to the phone */
  readonly thread: SimMessage[] = [];
  /** provider time of their last message: the 24-hour window */
  lastWroteAt: Date | null = null;
  private waiters: { wanted: (message: SimMessage) => boolean; found: (message: SimMessage) => void }[] = [];

  constructor(
    details: GuestDetails,
    private readonly world: GuestWorld,
  ) {
    this.name = details.name;
    this.locale = details.locale ?? 'es-ES';
    this.waId = details.waId ?? details.phone.replace(/\D/g, '');
    this.userId = details.userId ?? `${this.locale.split('-')[1] ?? 'ES'}.${this.waId}00`;
    this.username = details.username ?? null;
    this.hidesPhone = details.hidesPhone ?? false;
  }

  /** What the hotel sent, oldest first. */
  get inbox(): SimMessage[] {
    return this.thread.filter((message) => message.side === 'hotel');
  }

  get lastReceived(): SimMessage | null {
    return this.inbox.at(-1) ?? null;
  }

  writes(text: string, options: { replyTo?: string } = {}): Promise<Sent> {
    return this.sends('text', { body: text }, { text, ...options });
  }

  /** Any message type, with its own part of the JSON; for what has no verb of its own. */
  sends(
    type: string,
    content: unknown,
    options: { text?: string; replyTo?: string; extra?: JsonObject; errors?: unknown[] } = {},
  ): Promise<Sent> {
    const at = this.world.now();
    const id = this.world.newMessageId(this.userId);
    const { replyTo, extra, errors, text = '' } = options;
    const message: JsonObject = {
      ...(replyTo === undefined ? {} : { context: { from: this.world.displayPhoneNumber, id: replyTo } }),
      ...this.sender(),
      ...extra,
      id,
      timestamp: String(Math.floor(at.getTime() / 1000)),
      type,
      ...(content === undefined ? {} : { [type]: content }),
    };
    if (type !== 'system') this.lastWroteAt = at;
    if (!WITHOUT_BUBBLE.has(type)) {
      const shown: SimMessage = {
        side: 'guest',
        id,
        at,
        type,
        text,
        content: (content ?? {}) as JsonObject,
        buttons: [],
        listLabel: null,
        rows: [],
        replyTo: replyTo ?? null,
        ref: null,
        graphVersion: null,
        status: 'sent',
        reaction: null,
      };
      this.thread.push(shown);
      this.world.wrote(this, shown);
    }
    return this.tell(id, { messages: [message], ...(errors ? { errors } : {}) }, type !== 'system');
  }

  /** Presses a button of the newest message that has it, by its title or id; of a menu or a template. */
  presses(titleOrId: string): Promise<Sent> {
    const offer = this.offered(
      (message) => message.buttons.some(({ id, title }) => id === titleOrId || title === titleOrId),
      titleOrId,
    );
    const button = offer.buttons.find(({ id, title }) => id === titleOrId || title === titleOrId)!;
    const options = { text: button.title, replyTo: offer.id };
    if (offer.type === 'template') return this.sends('button', { payload: button.id, text: button.title }, options);
    return this.sends('interactive', { type: 'button_reply', button_reply: button }, options);
  }

  /** Picks a row of the newest list that has it, by its title or id. */
  picks(titleOrId: string): Promise<Sent> {
    const offer = this.offered(
      (message) => message.rows.some(({ id, title }) => id === titleOrId || title === titleOrId),
      titleOrId,
    );
    const { description, ...row } = offer.rows.find(({ id, title }) => id === titleOrId || title === titleOrId)!;
    const reply = { type: 'list_reply', list_reply: { ...row, ...(description === null ? {} : { description }) } };
    return this.sends('interactive', reply, { text: row.title, replyTo: offer.id });
  }

  /** Puts an emoji on a message of the hotel (the newest), or takes it back with null. Both forms of that are on Meta's wire. */
  reacts(emoji: string | null, to: { id?: string; form?: 'missing' | 'empty' } = {}): Promise<Sent> {
    const target = to.id ?? this.lastReceived?.id ?? 'wamid.none';
    const taken = to.form === 'empty' ? { emoji: '' } : {};
    const message = this.thread.find(({ id }) => id === target);
    if (message) message.reaction = emoji;
    return this.sends('reaction', { message_id: target, ...(emoji === null ? taken : { emoji }) });
  }

  sendsImage(options: FileOptions & { caption?: string } = {}): Promise<Sent> {
    return this.sendsFile('image', { mimeType: 'image/jpeg', bytes: JPEG, ...options });
  }

  sendsDocument(options: FileOptions & { caption?: string; filename?: string } = {}): Promise<Sent> {
    return this.sendsFile('document', { mimeType: 'application/pdf', bytes: PDF, filename: 'reserva.pdf', ...options });
  }

  sendsSticker(options: FileOptions = {}): Promise<Sent> {
    return this.sendsFile('sticker', { mimeType: 'image/webp', bytes: WEBP, ...options });
  }

  sendsVoice(options: FileOptions = {}): Promise<Sent> {
    return this.sendsFile('audio', { mimeType: 'audio/ogg; codecs=opus', bytes: OGG, ...options });
  }

  sendsLocation(latitude: number, longitude: number, place: { name?: string; address?: string } = {}): Promise<Sent> {
    return this.sends('location', { latitude, longitude, ...place }, { text: place.name ?? '' });
  }

  /** Edits an own message; `unsupported` is how it arrives these days. */
  edits(id: string, text: string): Promise<Sent> {
    const own = this.thread.find((message) => message.id === id);
    if (own) own.text = text;
    return this.sends('edit', { original_message_id: id, message: { type: 'text', text: { body: text } } });
  }

  /** Deletes an own message for everyone. */
  revokes(id: string): Promise<Sent> {
    const at = this.thread.findIndex((message) => message.id === id);
    if (at !== -1) this.thread.splice(at, 1);
    return this.sends('revoke', { original_message_id: id });
  }

  /** Opens the chat: everything the hotel sent becomes read. */
  async reads(): Promise<void> {
    for (const message of this.inbox) {
      if (isFurther(message.status, 'read')) await this.world.tellStatus(this, message, 'read');
    }
  }

  /** Plays the newest voice note of the hotel. */
  async plays(): Promise<void> {
    const note = this.inbox.findLast((message) => message.type === 'audio');
    if (note) await this.world.tellStatus(this, note, 'played');
  }

  /** Moves to another number: WhatsApp tells the hotel under the old one, and makes a new user id. */
  changesNumber(phone: string): Promise<Sent> {
    const was = this.sender();
    const previous = this.waId;
    this.waId = phone.replace(/\D/g, '');
    this.userId = `${this.userId.split('.')[0]}.${this.waId}01`;
    const system = {
      body: `User ${this.name} changed from ${previous} to ${this.waId}`,
      wa_id: this.waId,
      user_id: this.userId,
      type: 'user_changed_number',
    };
    return this.sends('system', system, { extra: was });
  }

  /** The next message of the hotel that fits (any, if nothing is asked for), or one that is there already. */
  receives(
    wanted: string | RegExp | ((message: SimMessage) => boolean) = () => true,
    withinMs = 5_000,
  ): Promise<SimMessage> {
    const fits = matcher(wanted);
    const here = this.inbox.find(fits);
    if (here) return Promise.resolve(here);
    return new Promise((resolve, reject) => {
      const waiter = { wanted: fits, found: resolve };
      const timer = setTimeout(() => {
        this.waiters = this.waiters.filter((one) => one !== waiter);
        reject(new Error(`${this.name} did not receive ${String(wanted)} within ${withinMs} ms`));
      }, withinMs);
      waiter.found = (message) => {
        clearTimeout(timer);
        resolve(message);
      };
      this.waiters.push(waiter);
    });
  }

  /** The phone's side of a send; the same provider id arrives once. */
  arrives(message: SimMessage): void {
    if (this.thread.some(({ id }) => id === message.id)) return;
    this.thread.push(message);
    const ready = this.waiters.filter((waiter) => waiter.wanted(message));
    this.waiters = this.waiters.filter((waiter) => !ready.includes(waiter));
    for (const waiter of ready) waiter.found(message);
  }

  /** This guest as webhooks name them beside a message. */
  contact(): JsonObject {
    const profile = { name: this.name, ...(this.username === null ? {} : { username: this.username }) };
    return { profile, ...(this.hidesPhone ? {} : { wa_id: this.waId }), user_id: this.userId };
  }

  private sender(): JsonObject {
    return { ...(this.hidesPhone ? {} : { from: this.waId }), from_user_id: this.userId };
  }

  private sendsFile(
    type: 'image' | 'document' | 'audio' | 'sticker',
    file: Required<FileOptions> & { caption?: string; filename?: string },
  ): Promise<Sent> {
    const { mimeType, bytes, caption, filename } = file;
    const media = this.world.media.add({ mimeType, bytes, filename: filename ?? null }, 7);
    const content = {
      ...(caption === undefined ? {} : { caption }),
      ...(filename === undefined ? {} : { filename }),
      mime_type: mimeType,
      sha256: sha256(bytes, 'base64'),
      id: media.id,
      ...(type === 'audio' ? { voice: true } : {}),
    };
    return this.sends(type, content, { text: caption ?? '' });
  }

  private offered(has: (message: SimMessage) => boolean, what: string): SimMessage {
    const offer = this.inbox.findLast(has);
    if (!offer) throw new Error(`${this.name} sees nothing called "${what}" to choose`);
    return offer;
  }

  private async tell(id: string, value: JsonObject, named: boolean): Promise<Sent> {
    const contacts = named ? { contacts: [this.contact()] } : {};
    return { id, ...(await this.world.deliver('messages', { ...contacts, ...value })) };
  }
}

export interface FileOptions {
  mimeType?: string;
  bytes?: Buffer;
}

/** What is news about a message rather than one. */
const WITHOUT_BUBBLE = new Set(['reaction', 'edit', 'revoke', 'system']);

function matcher(wanted: string | RegExp | ((message: SimMessage) => boolean)): (message: SimMessage) => boolean {
  if (typeof wanted === 'function') return wanted;
  return (message) => (typeof wanted === 'string' ? message.text.includes(wanted) : wanted.test(message.text));
}

// The smallest files whose first bytes say what they are.
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);
const WEBP = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64');
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const OGG = Buffer.from('4f67675300020000000000000000', 'hex');
