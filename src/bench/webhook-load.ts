import { createHmac, randomInt } from 'node:crypto';

export interface WebhookTarget {
  host: string;
  port: number;
  path: string;
  appSecret: string;
  phoneNumberId: string;
  wabaId: string;
}

let counter = 0;

/** One signed single-message webhook as a whole HTTP request, in the shape of contracts/meta-cloud.md 3.1. */
export function webhookRequest(target: WebhookTarget, guest: number, sentAt = Math.floor(Date.now() / 1000)): Buffer {
  const waId = `3519${String(10_000_000 + guest)}`;
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
              contacts: [
                { profile: { name: `Guest ${guest}` }, wa_id: waId, user_id: `PT.${4_000_000_000_000_000 + guest}` },
              ],
              messages: [
                {
                  from: waId,
                  from_user_id: `PT.${4_000_000_000_000_000 + guest}`,
                  id: `wamid.BENCH${process.pid}.${++counter}.${randomInt(1e9)}`,
                  timestamp: String(sentAt),
                  type: 'text',
                  text: { body: 'Hello, could we have two more towels in our room please? Thank you!' },
                },
              ],
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
