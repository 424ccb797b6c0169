import { setTimeout as sleep } from 'node:timers/promises';

import { GraphError, graphError } from './graph-error.js';
import type { SimGuest } from './guest.js';
import { CUT, html, json, type SimAnswer } from './http-types.js';
import { listOf, objectOf, textOf, type JsonObject } from './json.js';
import type { SimNumber } from './number.js';
import { usableTemplate, windowOpen } from './outbound.js';
import { dialled } from './phone-forms.js';
import { shown, type SimMessage } from './thread.js';
import { validateMessage } from './validate.js';

/** Who a message is for, as the body names them: a guest of ours, or somebody not on WhatsApp. */
interface Addressee {
  guest: SimGuest | null;
  input: string;
  recipient: JsonObject;
}

/** `POST /{phone-number-id}/messages`: sending, and marking as read. */
export class MessagesEndpoint {
  constructor(private readonly number: SimNumber) {}

  async post(body: JsonObject, version: number): Promise<SimAnswer> {
    const { faults } = this.number;
    if (faults.delayMs > 0) await sleep(faults.delayMs);
    const fault = faults.next();
    if (fault?.kind === 'cut') return CUT;
    if (fault?.kind === 'garbage') return html(503, 'Service Unavailable');
    if (fault?.kind === 'refuse') {
      const error = graphError(fault.code);
      return json(
        error.status,
        error,
        fault.retryAfterSeconds ? { 'retry-after': String(fault.retryAfterSeconds) } : {},
      );
    }
    if (body['messaging_product'] !== 'whatsapp')
      throw new GraphError(100, 'The parameter messaging_product is required.');
    if (body['status'] === 'read') return this.markRead(body);
    const answer = await this.send(body, version);
    return fault?.kind === 'accept-then-cut' ? CUT : answer;
  }

  private async send(body: JsonObject, version: number): Promise<SimAnswer> {
    const type = textOf(body['type']) || 'text';
    const addressee = this.addressee(body);
    const { guest, input, recipient } = addressee;
    validateMessage(body, type);
    const template = type === 'template' ? usableTemplate(this.number.templates, objectOf(body['template'])) : null;
    const now = this.number.now();
    if (!this.number.throughput.count(now)) throw graphError(130429);
    if (guest) this.number.pairs?.take(guest, now);

    const closed = guest !== null && type !== 'template' && this.number.window !== 'off' && !windowOpen(guest, now);
    if (closed && this.number.window === 'sync') throw graphError(131047);

    const message: SimMessage = {
      side: 'hotel',
      id: this.number.newMessageId(input),
      at: now,
      type,
      content: type === 'contacts' ? { contacts: listOf(body['contacts']) } : objectOf(body[type]),
      ...shown(type, body, template),
      replyTo: textOf(objectOf(body['context'])['message_id']) || null,
      ref: textOf(body['biz_opaque_callback_data']) || null,
      graphVersion: version,
      status: 'sent',
      reaction: null,
    };
    const failure =
      this.number.faults.nextLater() ?? (guest === null ? graphError(131026) : closed ? graphError(131047) : null);
    const told = () => this.tell(addressee, message, failure);
    if (failure === null && guest !== null) this.arrive(guest, message);
    if (this.number.receipts.beforeAnswer) await told();
    else this.number.later(told);

    const status = type === 'template' ? { message_status: 'accepted' } : {};
    const contact =
      'recipient_user_id' in recipient
        ? { user_id: input }
        : { wa_id: guest?.waId ?? textOf(recipient['recipient_id']) };
    return json(200, {
      messaging_product: 'whatsapp',
      contacts: [{ input, ...contact }],
      messages: [{ id: message.id, ...status }],
    });
  }

  /** `to` wins where both are given. */
  private addressee(body: JsonObject): Addressee {
    const { to, recipient, recipient_type: kind } = body;
    if (kind === 'group') throw new GraphError(131009, 'Parameter value is not valid', 'This number is in no group.');
    if (typeof to === 'string' && to !== '') {
      const digits = dialled(to, this.number.countryCode);
      if (digits.length < 5)
        throw new GraphError(131009, 'Parameter value is not valid', 'Param to is no phone number.');
      if (digits === this.number.displayPhoneNumber) throw graphError(131021);
      return { guest: this.number.findGuest(digits), input: to, recipient: { recipient_id: digits } };
    }
    if (typeof recipient === 'string' && recipient !== '') {
      const guest = this.number.findGuest(recipient);
      return { guest, input: recipient, recipient: { recipient_user_id: recipient } };
    }
    throw new GraphError(100, 'The parameter to is required.');
  }

  private arrive(guest: SimGuest, message: SimMessage): void {
    const guestId = guest.userId;
    if (message.type === 'reaction') {
      const messageId = textOf(message.content['message_id']);
      const emoji = textOf(message.content['emoji']) || null;
      const target = guest.thread.find(({ id }) => id === messageId);
      if (target) target.reaction = emoji;
      this.number.notify({ type: 'reaction', guestId, messageId, emoji });
      return;
    }
    guest.arrives(message);
    this.number.notify({ type: 'message', guestId, message });
  }

  private async tell({ guest, recipient }: Addressee, message: SimMessage, failure: GraphError | null): Promise<void> {
    if (failure) {
      await this.number.tellFailed(message, recipient, failure);
    } else if (guest) {
      // A reaction is only ever "sent".
      const statuses = this.number.receipts.statuses.filter(
        (status) => message.type !== 'reaction' || status === 'sent',
      );
      for (const status of statuses) await this.number.tellStatus(guest, message, status);
    }
  }

  /** Marks the message and all before it; "typing" shows for 25 s or until the next message. */
  private markRead(body: JsonObject): SimAnswer {
    const id = textOf(body['message_id']);
    const guest = this.number.guests.find(({ thread }) =>
      thread.some((message) => message.side === 'guest' && message.id === id),
    );
    if (!guest) throw new GraphError(131009, 'Parameter value is not valid', 'Message ID is invalid.');
    const until = guest.thread.findIndex((message) => message.id === id);
    const messages = guest.thread
      .slice(0, until + 1)
      .filter(({ side, status }) => side === 'guest' && status === 'sent');
    for (const message of messages) message.status = 'read';
    this.number.notify({ type: 'read', guestId: guest.userId, messageIds: messages.map((message) => message.id) });
    if (body['typing_indicator'] !== undefined)
      this.number.notify({ type: 'typing', guestId: guest.userId, seconds: 25 });
    return json(200, { success: true });
  }
}
