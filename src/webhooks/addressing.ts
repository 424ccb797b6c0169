import { timingSafeEqual } from 'node:crypto';

import type { ChannelConnection, ParsedEvent } from '../channels/index.js';
import type { Arrival } from '../messages/index.js';

/**
 * Which channel each event of a POST is for. Several numbers of one Meta app post to one address: an event
 * for another number is taken when that number's channel is the same hotel's with the same app secret; else
 * that part waits in review and the rest is stored (DECISIONS: "Doors").
 */
export async function addressEvents(
  events: ParsedEvent[],
  door: ChannelConnection,
  siblings: () => Promise<ChannelConnection[]>,
): Promise<Arrival[]> {
  let others: ChannelConnection[] | undefined;
  const arrivals: Arrival[] = [];
  for (const parsed of events) {
    if (isFor(parsed, door)) {
      arrivals.push({ channel: door, parsed });
      continue;
    }
    others ??= (await siblings()).filter((channel) => sameSecret(channel, door));
    const channel = others.find((other) => isFor(parsed, other));
    arrivals.push(channel ? { channel, parsed } : misdirected(parsed, door));
  }
  return arrivals;
}

function isFor(parsed: ParsedEvent, channel: ChannelConnection): boolean {
  const accountFits = parsed.accountId === null || channel.accountId === null || parsed.accountId === channel.accountId;
  if (parsed.externalId === null) return accountFits;
  return parsed.externalId === channel.externalId && accountFits;
}

function sameSecret(a: ChannelConnection, b: ChannelConnection): boolean {
  const mine = Buffer.from(a.credentials?.['appSecret'] ?? '');
  const theirs = Buffer.from(b.credentials?.['appSecret'] ?? '');
  return mine.length > 0 && mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

function misdirected(parsed: ParsedEvent, door: ChannelConnection): Arrival {
  const reason = `This part names number ${parsed.externalId ?? '–'} of account ${parsed.accountId ?? '–'}, which is no channel of this address.`;
  return { channel: door, parsed: { ...parsed, event: { type: 'unparsed', code: 'wrong_channel', reason } } };
}

/** The whole body as one receipt that waits in review. */
export function unreadableReceipt(channel: ChannelConnection, raw: Buffer, error: Error): Arrival {
  return {
    channel,
    parsed: {
      event: { type: 'unparsed', code: 'invalid_json', reason: error.message },
      externalId: null,
      accountId: null,
      eventKey: null,
      slice: raw,
    },
  };
}
