import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { afterEach, expect, it } from 'vitest';

import type { ChannelConnection } from '../port.js';
import { MetaCloudAdapter } from './meta-cloud.adapter.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A far side that answers as the test says, with every request it got. */
async function farSide(answer: Answer): Promise<{ url: string; asked: { url: string; token: string | undefined }[] }> {
  const asked: { url: string; token: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', token: request.headers.authorization });
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function opens(graphUrl: string) {
  const channel: ChannelConnection = {
    hotelId: 'h',
    id: 'c',
    provider: 'meta-cloud',
    name: 'WhatsApp',
    phoneNumber: null,
    externalId: '105550001112223',
    accountId: null,
    settings: {},
    credentials: { accessToken: 'the-token' },
  };
  return new MetaCloudAdapter({ graphUrl }).openMedia(channel, '1830045561122334', AbortSignal.timeout(5_000));
}

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

it('E7: a file is asked for by its id, then fetched with the token, over a redirect of the same house', async () => {
  const meta = await farSide(({ url, headers }, response) => {
    if (url?.startsWith('/v25.0/')) {
      const told = { url: `http://${headers.host}/old`, mime_type: 'image/jpeg', file_size: 5, sha256: 'a'.repeat(64) };
      json(response, 200, told);
    } else if (url === '/old') response.writeHead(302, { location: '/new' }).end();
    else response.end('bytes');
  });
  const opened = await opens(meta.url);
  expect(opened).toMatchObject({ kind: 'open', mimeType: 'image/jpeg', size: 5, sha256: 'a'.repeat(64) });
  if (opened.kind === 'open') expect(String(await buffer(opened.body))).toBe('bytes');
  expect(meta.asked).toEqual([
    { url: '/v25.0/1830045561122334?phone_number_id=105550001112223', token: 'Bearer the-token' },
    { url: '/old', token: 'Bearer the-token' },
    { url: '/new', token: 'Bearer the-token' },
  ]);
});

it('B9: the token goes to nobody else: neither to an address that is told nor to one that is redirected to', async () => {
  const stranger = await farSide((_request, response) => response.end('thank you'));
  const told = await farSide((_request, response) => json(response, 200, { url: `${stranger.url}/steal` }));
  expect(await opens(told.url)).toMatchObject({ kind: 'unreachable' });

  const redirecting = await farSide(({ url, headers }, response) => {
    if (url?.startsWith('/v25.0/')) json(response, 200, { url: `http://${headers.host}/file` });
    else response.writeHead(302, { location: `${stranger.url}/steal` }).end();
  });
  expect(await opens(redirecting.url)).toMatchObject({ kind: 'unreachable' });

  const inside = await farSide((_request, response) => json(response, 200, { url: 'http://lookaside.fbsbx.com/file' }));
  expect(await opens(inside.url)).toMatchObject({
    kind: 'unreachable',
    detail: expect.stringContaining('not fetched'),
  });
  expect(stranger.asked).toEqual([]);
});

it('E7: gone, refused and unreachable are told apart, and the token is in no words', async () => {
  const says = async (status: number, error: object) =>
    opens((await farSide((_request, response) => json(response, status, { error }))).url);
  expect(await says(400, { code: 100, error_subcode: 33, message: 'Object does not exist' })).toMatchObject({
    kind: 'gone',
  });
  expect(await says(401, { code: 190, message: 'Bad token the-token' })).toMatchObject({
    kind: 'refused',
    failure: { code: 'connection_expired', providerDetail: expect.not.stringContaining('the-token') },
  });
  const page = await farSide((_request, response) => response.writeHead(502).end('<html>the-token'));
  expect(await opens(page.url)).toEqual({ kind: 'unreachable', detail: 'HTTP 502 without a Graph answer' });
  expect(await opens('http://127.0.0.1:1')).toMatchObject({ kind: 'unreachable' });
});

it('E7: redirects that go round in circles end', async () => {
  const meta = await farSide(({ url, headers }, response) => {
    if (url?.startsWith('/v25.0/')) json(response, 200, { url: `http://${headers.host}/file` });
    else response.writeHead(302, { location: '/file' }).end();
  });
  expect(await opens(meta.url)).toMatchObject({ kind: 'unreachable' });
  expect(meta.asked.length).toBeLessThan(8);
});
