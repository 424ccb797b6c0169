import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ChannelConnection, OutboundContent, SendOutcome } from '../../src/channels/index.js';
import { MetaCloudAdapter } from '../../src/channels/meta-cloud/index.js';
import { newId } from '../../src/common/ids.js';
import { HotelDoor } from '../meta-cloud/hotel-door.js';
import { makeDataDir, removeDataDir } from '../support/data-dir.js';
import { connectionOf, numberUnderTest, type NumberUnderTest } from './number.js';

/**
 * `npm run test:whatsapp-integration` (C10): the adapter and one WhatsApp number, step by step; the first step that
 * fails ends the walk. The simulated number where WHATSAPP_TEST_… names none.
 */
const WAIT = 30_000;

let number: NumberUnderTest;
let channel: ChannelConnection;
let adapter: MetaCloudAdapter;
const folder = makeDataDir();
const door = new HotelDoor();

beforeAll(async () => {
  number = await numberUnderTest();
  channel = connectionOf(number);
  adapter = new MetaCloudAdapter({ graphUrl: number.graphUrl });
  if (number.simulator) number.simulator.webhooks.url = await door.open();
});
afterAll(async () => {
  await number?.close();
  if (number?.simulator) await door.close();
  removeDataDir(folder);
});

const send = (content: OutboundContent, to = channel): Promise<SendOutcome> =>
  adapter.send(
    to,
    { to: { phone: number.recipient }, content, ref: newId(), replyToProviderId: null },
    AbortSignal.timeout(WAIT),
  );

async function graph(path: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${number.graphUrl}/v25.0/${path}`, {
    headers: { authorization: `Bearer ${number.accessToken}` },
    signal: AbortSignal.timeout(WAIT),
  });
  expect([answer.status, await answer.clone().text()]).toEqual([200, expect.any(String)]);
  return (await answer.json()) as Record<string, unknown>;
}

describe('C10: a WhatsApp number', { timeout: 2 * WAIT }, () => {
  it('1. the access token opens the number', async () => {
    expect(await graph(`${number.phoneNumberId}?fields=display_phone_number`)).toMatchObject({
      id: number.phoneNumberId,
    });
  });

  it('2. an app is told of the account’s messages', async () => {
    const { data } = await graph(`${number.wabaId}/subscribed_apps`);
    expect(data).not.toEqual([]);
  });

  it('3. the handshake knows the verify token, and no other', () => {
    const ask = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' };
    expect(adapter.handshake(channel, { ...ask, 'hub.verify_token': number.verifyToken })).toBe('1158201444');
    expect(adapter.handshake(channel, { ...ask, 'hub.verify_token': `${number.verifyToken}x` })).toBeNull();
  });

  it('4. the app secret signs webhooks, over every byte', () => {
    const body = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
    const signature = `sha256=${createHmac('sha256', number.appSecret).update(body).digest('hex')}`;
    expect(adapter.verify(channel, { 'x-hub-signature-256': signature }, body)).toBe(true);
    expect(adapter.verify(channel, { 'x-hub-signature-256': signature }, Buffer.concat([body, body]))).toBe(false);
  });

  it('5. the guest’s phone has written within 24 hours', async () => {
    // A real phone has done so before; the simulated one does it now.
    if (number.simulator) expect((await number.simulator.guests[0]?.writes('Boa tarde!'))?.acknowledged).toBe(true);
  });

  it('6. a text is taken', async () => {
    expect(await send({ type: 'text', text: 'Bellhop: this is a test.' })).toMatchObject({ kind: 'accepted' });
  });

  it('7. a menu is taken', async () => {
    const buttons = [
      { id: newId(), title: 'Yes' },
      { id: newId(), title: 'No' },
    ];
    expect(await send({ type: 'buttons', body: 'Bellhop: do you see two buttons?', buttons })).toMatchObject({
      kind: 'accepted',
    });
  });

  it('8. a file is held, and sent', async () => {
    const path = join(folder, 'towels.txt');
    await writeFile(path, 'Two towels.\n');
    const file = { path, size: 12, mimeType: 'text/plain', filename: 'towels.txt' };
    const held = await adapter.uploadMedia(channel, file, AbortSignal.timeout(WAIT));
    if (held.kind !== 'held') expect.fail(`the file was not held: ${JSON.stringify(held)}`);
    const content = {
      type: 'document',
      providerMediaId: held.providerMediaId,
      filename: 'towels.txt',
      caption: null,
    } as const;
    expect(await send(content)).toMatchObject({ kind: 'accepted' });
  });

  it('9. a token that is none is told as such', async () => {
    const stranger = { ...channel, credentials: { ...channel.credentials, accessToken: 'none' } };
    expect(await send({ type: 'text', text: 'never sent' }, stranger)).toMatchObject({
      kind: 'refused',
      failure: { code: 'connection_expired', scope: 'channel' },
    });
  });

  it('10. ticks and the guest’s words come signed and are understood', async () => {
    // Meta's own webhooks need a public address: `npm run test:e2e-messaging` walks that.
    if (!number.simulator) return;
    await number.simulator.settled();
    const events = door.received.flatMap(({ headers, raw }) => {
      expect(adapter.verify(channel, headers, raw)).toBe(true);
      return adapter.parse(raw).map(({ event }) => event.type);
    });
    expect(events).toEqual(expect.arrayContaining(['message_received', 'message_status']));
    expect(events).not.toContain('unparsed');
  });
});
