import type { InboundContent } from './content.js';
import type { SendFailure } from './send-outcome.js';

/**
 * A guest as one provider names them; every field is verbatim and none is mandatory (a Meta guest
 * with a username may come without a phone number: contracts/meta-cloud.md 3.2).
 */
export interface ProviderIdentity {
  /** the provider's stable user id (Meta: BSUID, `PT.4471902283650017`) */
  userId: string | null;
  /** the phone the provider gives, international digits without `+` (Meta: wa_id) */
  phone: string | null;
  /** the profile name the guest chose; may be emoji, never empty */
  name: string | null;
  username: string | null;
}

/** Which chat: a group by the provider's id, or one person (Meta has no chat id of its own). */
export type ProviderChat = { kind: 'person' } | { kind: 'group'; externalId: string };

export type ToldStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

interface MessageFacts {
  /** the provider's message id, opaque */
  providerId: string;
  chat: ProviderChat;
  content: InboundContent;
  sentAt: Date;
  replyToProviderId: string | null;
}

/**
 * Everything a provider can tell us, in one union (DESIGN.md, "The way through"). Adapters make it,
 * ingestion consumes it, nobody looks at the provider's JSON again.
 */
export type InboundEvent =
  /** A guest said something. */
  | (MessageFacts & { type: 'message_received'; from: ProviderIdentity; historical: boolean })
  /** The hotel said something outside Bellhop (phone app, history), or the provider reports our own send back. */
  | (MessageFacts & { type: 'message_echoed'; to: ProviderIdentity; historical: boolean; status: ToldStatus | null })
  | {
      type: 'message_status';
      providerId: string;
      status: ToldStatus;
      /** what we sent along (an attempt's id), as told; a foreign app's value may be anything */
      attemptRef: string | null;
      /** the provider's id of the recipient, '' where it gives none */
      recipient: string;
      at: Date;
      failure: SendFailure | null;
    }
  /** `emoji: null` takes the reaction back. `by: null` is the hotel itself (an echo). */
  | {
      type: 'reaction_changed';
      providerId: string;
      targetProviderId: string;
      emoji: string | null;
      chat: ProviderChat;
      by: ProviderIdentity | null;
      at: Date;
    }
  | {
      type: 'message_edited';
      providerId: string;
      targetProviderId: string;
      content: InboundContent;
      by: 'guest' | 'hotel';
      at: Date;
    }
  | { type: 'message_revoked'; providerId: string; targetProviderId: string; by: 'guest' | 'hotel'; at: Date }
  /** Media of a message that came as a placeholder in the history (contract 7.3). */
  | { type: 'media_announced'; targetProviderId: string; content: InboundContent; at: Date }
  /** The guest changed number or user id: the same person goes on under `next`, `previous` is dead. */
  | {
      type: 'identity_changed';
      providerId: string | null;
      previous: { userId: string | null; phone: string | null };
      next: { userId: string | null; phone: string | null };
      at: Date;
    }
  /** The hotel's phone address book names a guest; null: taken out of it. */
  | { type: 'contact_named'; phone: string; name: string | null; at: Date }
  /** The guest allowed or stopped marketing messages. */
  | { type: 'preference_changed'; who: ProviderIdentity; topic: string; allowed: boolean; at: Date }
  /** News about the number, the account or its templates. `status` changes the channel's, null leaves it. */
  | {
      type: 'channel_notice';
      field: string;
      code: string;
      /** one plain sentence for administrators */
      detail: string;
      status: 'connected' | 'disconnected' | 'error' | null;
      at: Date;
    }
  /** Understood to be nothing a desk acts on (call ended, quality unchanged); kept as a receipt only. */
  | { type: 'noted'; field: string; at: Date }
  /**
   * Could not be understood; kept whole and put in the review queue. `code` is stable: 'bad_timestamp', 'missing_id' …
   * `stack`: where in our code it went wrong, if that is where.
   */
  | { type: 'unparsed'; code: string; reason: string; stack?: string };

/** One event of a webhook with where it belongs and the bytes it came in. */
export interface ParsedEvent {
  event: InboundEvent;
  /** the provider's id of the number this is for (Meta: metadata.phone_number_id), null for account events */
  externalId: string | null;
  /** the provider's id of the account (Meta: WABA id) */
  accountId: string | null;
  /** the provider's id of the event, for the receipt */
  eventKey: string | null;
  /** this event's slice of the payload, with its entry and metadata, as JSON bytes; kept as the receipt */
  slice: Buffer;
}
