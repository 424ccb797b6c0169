import { MetaCloudAdapter } from '../../src/channels/meta-cloud/index.js';
import type { Arrival } from '../../src/messages/index.js';
import { TestGuest } from './meta-news.js';
import { StoppedClock } from './stopped-clock.js';

/** What a guest says on a number of a hotel, as the door hands it to ingestion. */
export function guestArrivals(
  hotel: { id: string },
  channelId: string,
  who: { phone: string; name: string },
  texts: string[],
): Arrival[] {
  const clock = new StoppedClock(new Date());
  const guest = new TestGuest(clock, who);
  const adapter = new MetaCloudAdapter({ graphUrl: 'http://127.0.0.1:1', now: () => clock.now() });
  const numbers = { phone_number_id: channelId, display_phone_number: '351210000000' };
  const changes = texts.map((text) => guest.says(text));
  const body = {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '210987654321098',
        changes: changes.map(({ field, value }) => ({
          field,
          value: { messaging_product: 'whatsapp', metadata: numbers, ...value },
        })),
      },
    ],
  };
  const channel: Arrival['channel'] = {
    hotelId: hotel.id,
    id: channelId,
    provider: 'meta-cloud',
    name: 'WhatsApp',
    phoneNumber: null,
    externalId: channelId,
    accountId: '210987654321098',
    settings: {},
    credentials: null,
  };
  return adapter.parse(Buffer.from(JSON.stringify(body))).map((parsed) => ({ channel, parsed }));
}
