import { Injectable } from '@nestjs/common';

import { Channels, UnreadablePayloadError, type ParsedEvent } from '../channels/index.js';
import { NotFoundError } from '../common/errors.js';
import type { Arrival, TryFailure } from '../messages/index.js';
import { addressEvents } from './addressing.js';

export interface ReadReceipt {
  channelId: string;
  /** the bytes as they came */
  payload: Buffer;
}

/** The stored bytes as the adapter and the door read them today. */
@Injectable()
export class ReceiptReader {
  constructor(private readonly channels: Channels) {}

  async read(hotelId: string, receipt: ReadReceipt): Promise<{ arrivals: Arrival[] } | { failure: TryFailure }> {
    let events: ParsedEvent[];
    try {
      const channel = await this.channels.connection(hotelId, receipt.channelId);
      events = this.channels.adapter(channel.provider).parse(receipt.payload);
      const arrivals = await addressEvents(events, channel, () => this.channels.siblings(channel));
      for (const { parsed } of arrivals) {
        const { event } = parsed;
        if (event.type === 'unparsed') return refusal(event.code, event.reason, event.stack);
      }
      return { arrivals };
    } catch (error) {
      if (error instanceof UnreadablePayloadError) return refusal('invalid_json', error.message);
      if (error instanceof NotFoundError)
        return refusal('channel_removed', 'The channel this came through was removed.');
      throw error;
    }
  }
}

function refusal(code: string, reason: string, stack?: string): { failure: TryFailure } {
  return { failure: { code, reason, stack: stack ?? null } };
}
