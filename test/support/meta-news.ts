import type { StoppedClock } from './stopped-clock.js';

/** One `changes[]` element of a POST, without the parts that are the same for all. */
export interface Change {
  field: string;
  value: Record<string, unknown>;
}

interface When {
  /** provider time; without it the clock moves on a second */
  at?: Date;
  /** the provider's id; without it a new one */
  id?: string;
}

let ids = 0;
export function wamid(): string {
  return `wamid.T${++ids}`;
}

/** A guest as WhatsApp knows them; what they do comes out as Meta tells it. */
export class TestGuest {
  constructor(
    private readonly clock: StoppedClock,
    public who: { phone?: string; userId?: string; name?: string; username?: string },
  ) {}

  says(text: string, given: When & { quotes?: string } = {}): Change {
    return this.sends('text', { text: { body: text } }, given);
  }

  sends(type: string, body: object, given: When & { quotes?: string } = {}): Change {
    const { quotes } = given;
    return this.told({ type, ...body, ...(quotes ? { context: { from: '34910000111', id: quotes } } : {}) }, given);
  }

  reacts(target: string, emoji: string | null | undefined, given: When = {}): Change {
    const reaction = { message_id: target, ...(emoji === undefined ? {} : { emoji: emoji ?? '' }) };
    return this.told({ type: 'reaction', reaction }, given);
  }

  edits(target: string, text: string, given: When = {}): Change {
    const edit = { original_message_id: target, message: { type: 'text', text: { body: text } } };
    return this.told({ type: 'edit', edit }, given);
  }

  revokes(target: string, given: When = {}): Change {
    return this.told({ type: 'revoke', revoke: { original_message_id: target } }, given);
  }

  /** The hotel wrote to this guest on its phone. */
  hearsFromPhone(text: string, given: When = {}): Change {
    return this.echoed({ type: 'text', text: { body: text } }, given);
  }

  echoed(message: object, given: When = {}): Change {
    const { phone, userId } = this.who;
    return {
      field: 'smb_message_echoes',
      value: {
        contacts: this.contacts(),
        message_echoes: [{ from: '34910000111', to: phone, to_user_id: userId, ...this.stamp(given), ...message }],
      },
    };
  }

  /** A thread of the phone's past, before the desk was connected. */
  past(...messages: { by: 'guest' | 'hotel'; text: string; at: Date; id?: string; status?: string }[]): Change {
    const { phone } = this.who;
    const told = messages.map(({ by, text, at, id, status = 'READ' }) => ({
      ...(by === 'guest' ? { from: phone } : { from: '34910000111', to: phone }),
      ...this.stamp({ at, ...(id ? { id } : {}) }),
      type: 'text',
      text: { body: text },
      history_context: { status },
    }));
    return {
      field: 'history',
      value: {
        history: [{ metadata: { phase: 0, chunk_order: 1, progress: 100 }, threads: [{ id: phone, messages: told }] }],
      },
    };
  }

  /** The number, or the user id, is another one from now on. */
  changes(to: { phone?: string; userId?: string }, given: When = {}): Change {
    const type = to.phone ? 'user_changed_number' : 'user_changed_user_id';
    const system = { body: 'changed', type, wa_id: to.phone, user_id: to.userId };
    const change = this.told({ type: 'system', system }, given);
    delete change.value['contacts'];
    this.who = { ...this.who, ...to };
    return change;
  }

  told(message: object, given: When): Change {
    const { phone, userId } = this.who;
    return {
      field: 'messages',
      value: {
        contacts: this.contacts(),
        messages: [{ from: phone, from_user_id: userId, ...this.stamp(given), ...message }],
      },
    };
  }

  private contacts(): object[] {
    const { phone, userId, name, username } = this.who;
    return [{ profile: { name, username }, wa_id: phone, user_id: userId }];
  }

  private stamp({ at, id = wamid() }: When): { id: string; timestamp: string } {
    if (!at) this.clock.advance(1_000);
    return { id, timestamp: String(Math.floor((at ?? this.clock.now()).getTime() / 1000)) };
  }
}

/** What Meta tells of a message of ours. */
export function ticks(
  id: string,
  status: string,
  at: Date,
  given: { ref?: string; recipient?: string; errors?: object[] } = {},
): Change {
  const { ref, recipient = '351912345678', errors } = given;
  const told = {
    id,
    status,
    timestamp: String(Math.floor(at.getTime() / 1000)),
    recipient_id: recipient,
    biz_opaque_callback_data: ref,
    errors,
  };
  return { field: 'messages', value: { statuses: [told] } };
}

/** The hotel's phone has this number in its address book under that name; null: not any more. */
export function addressBook(phone: string, name: string | null, at: Date): Change {
  const contact = { phone_number: phone, ...(name === null ? {} : { full_name: name }) };
  const entry = {
    type: 'contact',
    contact,
    action: name === null ? 'remove' : 'add',
    metadata: { timestamp: String(at.getTime() / 1000) },
  };
  return { field: 'smb_app_state_sync', value: { state_sync: [entry] } };
}

/** The id of the first message of a change. */
export function idOf(change: Change): string {
  const list = change.value['messages'] ?? change.value['message_echoes'];
  return (list as { id: string }[])[0]?.id ?? '';
}
