import { createHmac, randomInt } from 'node:crypto';

export interface WebhookTarget {
  host: string;
  port: number;
  path: string;
  appSecret: string;
  phoneNumberId: string;
  wabaId: string;
}

export const TEXT = 'Hello, could we have two more towels in our room please? Thank you!';

let counter = 0;

/** A guest of the load, by number. */
export function guestOf(guest: number): { name: string; phone: string; userId: string } {
  return {
    name: `Guest ${guest}`,
    phone: `+3519${String(10_000_000 + guest)}`,
    userId: `PT.${4_000_000_000_000_000 + guest}`,
  };
}

/** The next message of a guest, as the webhook names them: digits without the plus. */
export function messageOf(guest: number): { phone: string; userId: string; name: string; providerId: string } {
  const { name, phone, userId } = guestOf(guest);
  return {
    name,
    userId,
    phone: phone.slice(1),
    providerId: `wamid.BENCH${process.pid}.${++counter}.${randomInt(1e9)}`,
  };
}

/** The next messages of these guests in one webhook. */
export function webhookRequest(target: WebhookTarget, guests: number | readonly number[], sentAt?: number): Buffer {
  return signedWebhook(target, (typeof guests === 'number' ? [guests] : guests).map(messageOf), sentAt);
}

/** Signed messages in one webhook, as a whole HTTP request, in the shape of contracts/meta-cloud.md 3.1. */
export function signedWebhook(
  target: WebhookTarget,
  messages: readonly ReturnType<typeof messageOf>[],
  sentAt = Math.floor(Date.now() / 1000),
): Buffer {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: target.wabaId,
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '351210000111', phone_number_id: target.phoneNumberId },
              contacts: messages.map(({ phone, userId, name }) => ({
                profile: { name },
                wa_id: phone,
                user_id: userId,
              })),
              messages: messages.map(({ phone, userId, providerId }) => ({
                from: phone,
                from_user_id: userId,
                id: providerId,
                timestamp: String(sentAt),
                type: 'text',
                text: { body: TEXT },
              })),
            },
          },
        ],
      },
    ],
  });
  const signature = createHmac('sha256', target.appSecret).update(body).digest('hex');
  return Buffer.from(
    `POST ${target.path} HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\nContent-Type: application/json\r\n` +
      `X-Hub-Signature-256: sha256=${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
