import type { MessageContent } from '../channels/index.js';
import { NotFoundError } from '../common/errors.js';
import type { Change, Delivery, MetaCloudSimulator, SimGuest, SimMessage } from '../simulators/index.js';
import { phoneContent } from './phone-content.js';
import { messageIn } from './undelivered.js';

export interface PhoneGuest {
  id: string;
  name: string;
  phone: string;
  locale: string;
}

export interface PhoneMessage {
  id: string;
  from: 'guest' | 'hotel';
  content: MessageContent;
  at: Date;
  status: 'sent' | 'delivered' | 'read';
  reaction: string | null;
}

/** The guests' phones, as the demo's page shows and presses them. */
export class Phones {
  /** guests' own messages that the hotel has not acknowledged yet: one tick */
  private readonly onTheWay = new Set<string>();
  private readonly listeners = new Set<(guestId: string) => void>();

  constructor(private readonly simulator: MetaCloudSimulator) {
    simulator.subscribe(({ guestId }) => this.tell(guestId));
  }

  guests(): PhoneGuest[] {
    return this.simulator.guests.map(({ userId, name, waId, locale }) => ({
      id: userId,
      name,
      phone: `+${waId}`,
      locale,
    }));
  }

  messages(guestId: string): PhoneMessage[] {
    return this.guest(guestId).thread.map((message) => ({
      id: message.id,
      from: message.side,
      content: phoneContent(message),
      at: message.at,
      status: this.statusOf(message),
      reaction: message.reaction,
    }));
  }

  writes(guestId: string, text: string): void {
    const guest = this.guest(guestId);
    this.follow(guest, guest.writes(text));
  }

  sendsPhoto(guestId: string, photo: { mimeType: string; bytes: Buffer }): void {
    const guest = this.guest(guestId);
    this.follow(guest, guest.sendsImage(photo));
  }

  /** A file of either side, as it lies on the phone. */
  file(id: string): { mimeType: string; bytes: Buffer } {
    const file = this.simulator.file(id);
    if (!file) throw new NotFoundError('file');
    return file;
  }

  /** Presses a button or picks a row of that very message, however many menus came after it. */
  chooses(guestId: string, { messageId, id }: { messageId: string; id: string }): void {
    const guest = this.guest(guestId);
    const offer = guest.inbox.find((message) => message.id === messageId);
    const option = [...(offer?.buttons ?? []), ...(offer?.rows ?? [])].find((one) => one.id === id);
    if (!offer || !option) throw new NotFoundError('choice');
    const { title } = option;
    const options = { text: title, replyTo: messageId };
    if (offer.type === 'template') {
      this.follow(guest, guest.sends('button', { payload: id, text: title }, options));
      return;
    }
    const kind = offer.listLabel === null ? 'button_reply' : 'list_reply';
    this.follow(guest, guest.sends('interactive', { type: kind, [kind]: { id, title } }, options));
  }

  reacts(guestId: string, { messageId, emoji }: { messageId: string; emoji: string | null }): void {
    const guest = this.guest(guestId);
    if (!guest.inbox.some((message) => message.id === messageId)) throw new NotFoundError('message');
    void guest.reacts(emoji, { id: messageId });
    this.tell(guestId);
  }

  /** The guest looks at the chat: the hotel's messages become read. */
  reads(guestId: string): void {
    void this.guest(guestId).reads();
  }

  /** An earlier run could not hand this over: it is told again, and a guest's message in it stands on the phone meanwhile. */
  tellsAgain(change: Change): void {
    const delivery = this.simulator.tell(change);
    const told = messageIn(change);
    const guest = told && this.simulator.guest(told.guestId);
    if (!guest || guest.thread.some(({ id }) => id === told.message.id)) return;
    guest.thread.push(told.message);
    guest.lastWroteAt = told.message.at;
    this.follow(guest, delivery);
  }

  /** `listener` hears of every phone on which something happened. Returns how to stop listening. */
  listen(listener: (guestId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private guest(id: string): SimGuest {
    const guest = this.simulator.guests.find(({ userId }) => userId === id);
    if (!guest) throw new NotFoundError('guest');
    return guest;
  }

  /** The message is on the phone at once; its second tick comes when the desk has stored it. */
  private follow(guest: SimGuest, delivery: Promise<Delivery>): void {
    const message = guest.thread.at(-1);
    if (!message) return;
    this.onTheWay.add(message.id);
    void delivery.then(({ acknowledged }) => {
      if (!acknowledged) return;
      this.onTheWay.delete(message.id);
      this.tell(guest.userId);
    });
  }

  private statusOf({ id, side, status }: SimMessage): PhoneMessage['status'] {
    if (status === 'read' || status === 'played') return 'read';
    if (side === 'guest') return this.onTheWay.has(id) ? 'sent' : 'delivered';
    return status === 'delivered' ? 'delivered' : 'sent';
  }

  private tell(guestId: string): void {
    for (const listener of this.listeners) listener(guestId);
  }
}
