import type { IncomingHttpHeaders } from 'node:http';

import type { MediaKind, OutboundContent } from './content.js';
import type { ParsedEvent } from './inbound-event.js';
import type { MediaOpened, MediaUploaded, UploadFile } from './media-outcome.js';
import type { SendOutcome } from './send-outcome.js';

export type Provider = 'meta-cloud' | 'unipile' | 'waha' | 'webchat';

/**
 * Whose statuses carry our attempt's id back (contract meta-cloud 5): they say what became of a send whose answer was lost,
 * so that nothing has to be guessed from an echo, which there is a message of its own.
 */
export const TELLS_OUR_REF: ReadonlySet<Provider> = new Set<Provider>(['meta-cloud']);

/** A channel as its adapter needs it: settings and decrypted credentials. Never leaves the server, never logged. */
export interface ChannelConnection {
  hotelId: string;
  id: string;
  provider: Provider;
  name: string;
  /** E.164 */
  phoneNumber: string | null;
  /** the provider's id of the number (Meta: phone_number_id) */
  externalId: string | null;
  /** the provider's id of the account (Meta: WABA id) */
  accountId: string | null;
  settings: Record<string, unknown>;
  /** null: none stored, and then its door is closed */
  credentials: Record<string, string> | null;
}

/** What a channel can do and how much fits, in the provider's own units (code points unless said). */
export interface ChannelCapabilities {
  text: { max: number };
  /** null: no buttons */
  buttons: { max: number; title: number; id: number; body: number } | null;
  /** null: no lists. `rows` counts over all sections. */
  list: {
    rows: number;
    sections: number;
    title: number;
    description: number;
    id: number;
    button: number;
    body: number;
  } | null;
  caption: { max: number };
  /** what can be sent of each kind; null: no files. What is not named cannot be sent. */
  media: Partial<Record<MediaKind, MediaLimit>> | null;
  templates: boolean;
  reactions: boolean;
  quotes: boolean;
  readMarks: boolean;
  typing: boolean;
  /** free text only within the hours after the guest's last message */
  replyWindow: boolean;
}

/** MIME types as media/media-type.ts tells them, and the most bytes of one file. */
export interface MediaLimit {
  types: readonly string[];
  maxBytes: number;
}

export interface OutboundMessage {
  /** chat.address, verbatim */
  to: ProviderAddress;
  content: OutboundContent;
  /** our attempt's id; comes back with the statuses where the provider can carry it */
  ref: string;
  replyToProviderId: string | null;
}

/** How a provider is told whom to write to (chat.address). */
export interface ProviderAddress {
  userId?: string;
  /** digits without `+` as the provider gave them, never a variant of ours */
  phone?: string;
  groupId?: string;
}

/**
 * The port: one adapter per provider, and a provider's words end here. `unknown` comes in,
 * `InboundEvent` goes out.
 */
export interface ProviderAdapter {
  readonly provider: Provider;
  readonly capabilities: ChannelCapabilities;
  /** Answers the provider's proof of address; null: refuse with 403. Contract: meta-cloud 2.1. */
  handshake(channel: ChannelConnection, query: Record<string, string | undefined>): string | null;
  /** Whether the raw bytes are signed with this channel's secret. Constant time; false without a secret. */
  verify(channel: ChannelConnection, headers: IncomingHttpHeaders, raw: Buffer): boolean;
  /**
   * Every event of one POST, in its order. Never throws for an item: what cannot be understood becomes
   * `unparsed`. Throws UnreadablePayloadError only when the body is no JSON object.
   */
  parse(raw: Buffer): ParsedEvent[];
  /** What of this content the provider would refuse whatever the recipient, or null: checked before it is queued. */
  check(content: OutboundContent): { field: string; reason: string } | null;
  /** One provider call. Never throws for what a provider or network can do: that is the outcome. */
  send(channel: ChannelConnection, message: OutboundMessage, signal: AbortSignal): Promise<SendOutcome>;
  /** Marks the guest's message (and earlier ones) as read, optionally showing "typing". Failures are outcomes, not errors. */
  markRead(
    channel: ChannelConnection,
    providerMessageId: string,
    typing: boolean,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Begins to fetch a guest's file. Never throws for what a provider or network can do; the body may break off. */
  openMedia(channel: ChannelConnection, providerMediaId: string, signal: AbortSignal): Promise<MediaOpened>;
  /** Gives the provider a file to send later by its id. Reaches no guest, so it may be repeated. Never throws as `send`. */
  uploadMedia(channel: ChannelConnection, file: UploadFile, signal: AbortSignal): Promise<MediaUploaded>;
}

export class UnreadablePayloadError extends Error {
  override readonly name = 'UnreadablePayloadError';
}
