import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MetaCloudAdapter } from './meta-cloud/index.js';
import { graphBase } from './meta-cloud/graph.js';
import type { ChannelConnection } from './port.js';

const HOUSE = { graphUrl: 'https://graph-proxy.aurora.example' };

describe('E5: a channel’s graphUrl points nowhere inside the house', () => {
  it.each([
    'https://graph.facebook.com',
    'https://GRAPH.facebook.com/',
    'https://graph.facebook.com:443',
    'https://graph-proxy.aurora.example',
    'https://graph-proxy.aurora.example/meta',
  ])('takes %s', (url) => expect(graphBase(url, HOUSE)?.protocol).toBe('https:'));

  it.each([
    'http://graph.facebook.com',
    'https://graph.facebook.com:8443',
    'https://graph.facebook.com.',
    'https://graph.facebook.com.evil.example',
    'https://evil.example/graph.facebook.com',
    'https://evil.example?graph.facebook.com',
    'https://evil.example#graph.facebook.com',
    'https://graph.facebook.com@evil.example',
    'https://graph.facebook.com:443@evil.example',
    'https://token@graph.facebook.com',
    'https://:secret@graph.facebook.com',
    'https://evil.example\\@graph.facebook.com',
    'https://graph.facebook.com%2eevil.example',
    'https://graph。facebook。com.evil.example',
    'http://graph-proxy.aurora.example',
    'https://graph-proxy.aurora.example:8443',
    'http://localhost',
    'http://127.0.0.1:5432',
    'http://127.1',
    'http://0x7f000001',
    'http://2130706433',
    'http://0177.0.0.1',
    'http://0.0.0.0',
    'http://10.0.0.7',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[fd00::1]',
    'http://[fe80::1%25eth0]',
    'file:///etc/passwd',
    'ftp://graph.facebook.com',
    'gopher://graph.facebook.com',
    'javascript:alert(1)',
    '//graph.facebook.com',
    'graph.facebook.com',
    'https://',
    {},
    42,
  ])('refuses %j', (url) => expect(graphBase(url, HOUSE)).toBeNull());
});

describe('E5: a Graph that sends us elsewhere', () => {
  const seen: string[] = [];
  let outside: Server;
  let inside: Server;
  const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listen = (server: Server): Promise<void> => new Promise((done) => server.listen(0, '127.0.0.1', done));

  beforeAll(async () => {
    inside = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.end('{"messages":[{"id":"wamid.stolen"}]}');
    });
    await listen(inside);
    outside = createServer((request, response) => {
      request.resume();
      response.writeHead(request.url?.includes('308') ? 308 : 302, { location: `${addressOf(inside)}/secret` }).end();
    });
    await listen(outside);
  });
  afterAll(() => {
    outside.close();
    inside.close();
  });

  it.each(['/302', '/308'])('is not followed, and the token stays here (%s)', async (path) => {
    const adapter = new MetaCloudAdapter({ graphUrl: addressOf(outside) + path, now: () => new Date() });
    const outcome = await adapter.send(
      channel(),
      { to: { phone: '351912345678' }, content: { type: 'text', text: 'Olá' }, ref: 'r', replyToProviderId: null },
      AbortSignal.timeout(5_000),
    );
    expect(outcome.kind).not.toBe('accepted');
    expect(seen).toEqual([]);
  });

  it('is checked again when it is used: a setting that got into the row another way sends nothing', async () => {
    const adapter = new MetaCloudAdapter({ graphUrl: 'https://graph.facebook.com', now: () => new Date() });
    const outcome = await adapter.send(
      channel({ graphUrl: addressOf(inside) }),
      { to: { phone: '351912345678' }, content: { type: 'text', text: 'Olá' }, ref: 'r', replyToProviderId: null },
      AbortSignal.timeout(5_000),
    );
    expect(outcome).toMatchObject({ kind: 'refused', failure: { scope: 'channel' } });
    expect(seen).toEqual([]);
  });
});

function channel(settings: Record<string, unknown> = {}): ChannelConnection {
  return {
    hotelId: 'h',
    id: 'c',
    provider: 'meta-cloud',
    name: 'WhatsApp',
    phoneNumber: null,
    externalId: '1055',
    accountId: '2109',
    settings,
    credentials: { accessToken: 'EAAsecret', appSecret: 's', verifyToken: 'v' },
  };
}
