import { Injectable, Logger } from '@nestjs/common';

import { MessageTrace } from '../common/message-trace.js';
import { LiveQueries } from '../database/hot-queries.js';
import { tracedByProvider, type Arrival } from '../messages/index.js';

/** When a POST came, and under which id its refusals are told. */
export interface Received {
  requestId: string;
  at: Date;
  bytes: number;
}

/**
 * What the log tells of a webhook (`debug`): which messages it brought or spoke of. Told after the commit, when their ids are known, with the
 * times of both; the one of the webhook's coming is `receivedAt`.
 */
@Injectable()
export class WebhookTrace {
  private readonly logger = new Logger(WebhookTrace.name);

  constructor(
    private readonly trace: MessageTrace,
    private readonly sql: LiveQueries,
  ) {}

  get on(): boolean {
    return this.trace.on;
  }

  async tell(arrivals: readonly Arrival[], { requestId, at, bytes }: Received): Promise<void> {
    const storedAt = new Date();
    try {
      for (const { channel, parsed } of arrivals) {
        const { event } = parsed;
        if (!('providerId' in event) || event.providerId === null) continue;
        const [message] = await tracedByProvider(this.sql, channel, [event.providerId]);
        if (!message) continue; // a status that waits for its message, or one that could not be stored
        const { traceId, id: messageId, chatId, conversationId } = message;
        const { hotelId, id: channelId } = channel;
        if (event.type === 'message_status') {
          this.trace.tell('status told', traceId, { requestId, messageId, status: event.status });
          continue;
        }
        const facts = { kind: event.type, hotelId, channelId, messageId, providerMessageId: event.providerId };
        this.trace.tell('webhook received', traceId, { requestId, receivedAt: at, bytes, ...facts });
        this.trace.tell('stored', traceId, { messageId, chatId, conversationId, storedAt, ms: +storedAt - +at });
      }
    } catch (error) {
      this.logger.debug(`Webhook ${requestId} is stored, its way could not be looked up: ${String(error)}`);
    }
  }
}
