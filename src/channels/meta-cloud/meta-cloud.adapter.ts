import type { IncomingHttpHeaders } from 'node:http';

import { Agent, type Dispatcher } from 'undici';

import type { ParsedEvent } from '../inbound-event.js';
import type { OutboundContent } from '../content.js';
import type { MediaOpened, MediaUploaded, UploadFile } from '../media-outcome.js';
import type { ChannelConnection, OutboundMessage, ProviderAdapter } from '../port.js';
import type { SendOutcome } from '../send-outcome.js';
import { buildMessage, payloadOf } from './builder.js';
import { META_CAPABILITIES } from './capabilities.js';
import { MessageInvalid } from './checked.js';
import { call, endpointOf, invalid, outcomeOf } from './graph.js';
import { openMedia, uploadMedia } from './media.js';
import { parseWebhook } from './parse.js';
import { answerChallenge, signedWith } from './signature.js';

export interface MetaCloudOptions {
  /** the Graph API's address without a version: `https://graph.facebook.com` */
  graphUrl: string;
  /** a channel's own graphUrl may be anywhere: for the demo, whose channel writes to a simulator */
  anyGraphUrl?: boolean;
  /** connections to it; own ones where none are given */
  agent?: Dispatcher;
  /** business time, for news that carries none; real time where not given */
  now?: () => Date;
}

/**
 * Meta's WhatsApp Business Cloud API. Settings: `graphVersion` (v25.0), `graphUrl`; credentials:
 * `accessToken`, `appSecret`, `verifyToken`; `externalId` is the phone number id, `accountId` the WABA id.
 */
export class MetaCloudAdapter implements ProviderAdapter {
  readonly provider = 'meta-cloud';
  readonly capabilities = META_CAPABILITIES;
  private readonly agent: Dispatcher;
  private readonly now: () => Date;

  constructor(private readonly options: MetaCloudOptions) {
    this.agent =
      options.agent ?? new Agent({ connect: { timeout: 5_000 }, headersTimeout: 30_000, bodyTimeout: 30_000 });
    this.now = options.now ?? (() => new Date());
  }

  handshake(channel: ChannelConnection, query: Record<string, string | undefined>): string | null {
    return answerChallenge(channel.credentials?.['verifyToken'], query);
  }

  verify(channel: ChannelConnection, headers: IncomingHttpHeaders, raw: Buffer): boolean {
    return signedWith(channel.credentials?.['appSecret'], headers, raw);
  }

  parse(raw: Buffer): ParsedEvent[] {
    return parseWebhook(raw, this.now);
  }

  check(content: OutboundContent): { field: string; reason: string } | null {
    const payload = payloadOf(content);
    return payload instanceof MessageInvalid ? { field: payload.field, reason: payload.reason } : null;
  }

  async send(channel: ChannelConnection, message: OutboundMessage, signal: AbortSignal): Promise<SendOutcome> {
    const body = buildMessage(message);
    if (body instanceof MessageInvalid) return invalid(body);
    const endpoint = endpointOf(channel, this.options);
    if ('code' in endpoint) return { kind: 'refused', failure: endpoint };
    return outcomeOf(await call(this.agent, endpoint, body, signal), endpoint.token);
  }

  async markRead(
    channel: ChannelConnection,
    providerMessageId: string,
    typing: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const endpoint = endpointOf(channel, this.options);
    if ('code' in endpoint) return false;
    const body = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: providerMessageId,
      // Gone after 25 s or with our next message; Meta has no typing without reading.
      ...(typing ? { typing_indicator: { type: 'text' } } : {}),
    };
    const result = await call(this.agent, endpoint, body, signal);
    return result.kind === 'answered' && result.status === 200;
  }

  openMedia(channel: ChannelConnection, providerMediaId: string, signal: AbortSignal): Promise<MediaOpened> {
    return openMedia(this.agent, channel, this.options, providerMediaId, signal);
  }

  uploadMedia(channel: ChannelConnection, file: UploadFile, signal: AbortSignal): Promise<MediaUploaded> {
    return uploadMedia(this.agent, channel, this.options, file, signal);
  }
}
