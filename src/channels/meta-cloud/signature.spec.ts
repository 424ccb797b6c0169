import { createHmac } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import type { ChannelConnection } from '../port.js';
import { MetaCloudAdapter } from './meta-cloud.adapter.js';

const adapter = new MetaCloudAdapter({ graphUrl: 'https://graph.facebook.com' });

function channel(credentials: Record<string, string> | null): ChannelConnection {
  const ids = { hotelId: 'h', id: 'c', externalId: '1', accountId: '2', phoneNumber: null };
  return { ...ids, provider: 'meta-cloud', name: 'Reception', settings: {}, credentials };
}

const hotel = channel({ appSecret: 'app-secret', verifyToken: 'verify-me', accessToken: 'token' });

/** Meta's own escaping, which JSON.stringify would not give back. */
const BODY = Buffer.from('{"text":"Ol\\u00e1 In\\u00eas \\ud83d\\udc4b","url":"https:\\/\\/hotel.example"}');
const sign = (body: Buffer, secret = 'app-secret') =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const verify = (signature: unknown, body = BODY, of = hotel) =>
  adapter.verify(of, { 'x-hub-signature-256': signature as string }, body);

describe('the signature', () => {
  it('C2: is taken over the bytes as they came, escapes and all', () => {
    expect(verify(sign(BODY))).toBe(true);
    const reserialised = Buffer.from(JSON.stringify(JSON.parse(BODY.toString())));
    expect(verify(sign(BODY), reserialised)).toBe(false);
  });

  it.each([
    ['another app’s', sign(BODY, 'another-secret')],
    ['of another body', sign(Buffer.from('{}'))],
    ['missing', undefined],
    ['empty', ''],
    ['too short', 'sha256=abcd'],
    ['without its prefix', sign(BODY).slice(7)],
    ['of another algorithm', sign(BODY).replace('sha256', 'sha1')],
    ['twice', [sign(BODY), sign(BODY)]],
    ['longer', `${sign(BODY)}00`],
  ])('C2: is refused when it is %s', (_what, signature) => {
    expect(verify(signature)).toBe(false);
  });

  it('C2: without a secret the door stays shut, whatever comes', () => {
    const empty = `sha256=${createHmac('sha256', '').update(BODY).digest('hex')}`;
    for (const credentials of [null, {} as Record<string, string>, { appSecret: '' }])
      expect(verify(empty, BODY, channel(credentials))).toBe(false);
  });
});

describe('the handshake', () => {
  const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'verify-me' };

  it('C2: answers the challenge, and nothing else', () => {
    expect(adapter.handshake(hotel, query)).toBe('1158201444');
  });

  it.each([
    ['a wrong token', { ...query, 'hub.verify_token': 'guess' }],
    ['no token', { ...query, 'hub.verify_token': undefined }],
    ['another mode', { ...query, 'hub.mode': 'unsubscribe' }],
    ['no challenge', { ...query, 'hub.challenge': undefined }],
    ['nothing', {}],
  ])('C2: refuses %s', (_what, asked) => {
    expect(adapter.handshake(hotel, asked)).toBeNull();
  });

  it('C2: refuses everybody when no token is set', () => {
    expect(adapter.handshake(channel({ verifyToken: '' }), { ...query, 'hub.verify_token': '' })).toBeNull();
    expect(adapter.handshake(channel(null), query)).toBeNull();
  });
});
