import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { WholeDesk } from '../support/whole-desk.js';

/** So many would take forty seconds; they are cut off after one. */
const DRIPS = 1_000;

let desk: WholeDesk;
let port: number;
beforeAll(async () => {
  desk = await WholeDesk.open({ patience: { headersMs: 300, requestMs: 600, checkedEveryMs: 50 } });
  port = await desk.listen();
});
afterAll(() => desk.close());

/** Writes each part, waits `everyMs` between them, and gives all that came back until the desk hung up, and how many it took. */
function says(parts: readonly string[], everyMs = 0): Promise<{ answer: string; taken: number }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    let timer: NodeJS.Timeout | undefined;
    const socket = connect(port, '127.0.0.1');
    const rest = [...parts];
    const next = (): void => {
      const part = rest.shift();
      if (part === undefined || !socket.writable) return;
      socket.write(part);
      timer = setTimeout(next, everyMs);
    };
    socket.once('connect', next);
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error),
    );
    socket.once('close', () => {
      clearTimeout(timer);
      resolve({ answer, taken: parts.length - rest.length });
    });
  });
}

function problemIn(answer: string): { status: number; code: string } {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { status: number; code: string };
}

describe('E5: what never becomes a request', () => {
  it('headers that drip in are cut off', async () => {
    const drip = [
      'GET /health/live HTTP/1.1\r\nHost: desk\r\n',
      ...Array.from({ length: DRIPS }, (_, n) => `X-${n}: a\r\n`),
    ];
    const { answer, taken } = await says(drip, 40);
    expect(problemIn(answer)).toMatchObject({ status: 408, code: 'too_slow' });
    expect(taken).toBeLessThan(DRIPS / 2);
  });

  it('a body that drips in is cut off, at an API route and at a webhook’s', async () => {
    for (const path of ['/api/v1/auth/login', '/webhooks/meta-cloud/0190b0c8-0000-7000-8000-000000000000']) {
      const head = `POST ${path} HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n`;
      const { answer, taken } = await says([head, ...Array.from({ length: DRIPS }, () => ' ')], 40);
      expect([path, problemIn(answer).code]).toEqual([path, 'too_slow']);
      expect(taken).toBeLessThan(DRIPS / 2);
    }
  });

  it.each([
    [
      'one header of 64 kB',
      `GET / HTTP/1.1\r\nHost: desk\r\nX-Long: ${'a'.repeat(65_536)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'ten thousand headers',
      `GET / HTTP/1.1\r\nHost: desk\r\n${Array.from({ length: 10_000 }, (_, n) => `X-${n}: a`).join('\r\n')}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    ['no HTTP at all', 'MAIL FROM:<guest@hotel.example>\r\n\r\n', 400, 'invalid_request'],
    [
      'two lengths',
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: desk\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      400,
      'invalid_request',
    ],
    [
      'a length and chunks',
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: desk\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'invalid_request',
    ],
    [
      'a line break inside a header',
      'GET / HTTP/1.1\r\nHost: desk\r\nX-Request-Id: a\nb: c\0d\r\n\r\n',
      400,
      'invalid_request',
    ],
  ])('%s', async (_, request, status, code) => {
    const { answer } = await says([request]);
    expect(problemIn(answer)).toMatchObject({ status, code });
    expect(answer).toMatch(/^HTTP\/1\.1 \d{3} [A-Z]/);
  });

  it.each(['/api/v1/conversations/%ff', '/api/v1/%zz', '/%'])('an address that cannot be read: %s', async (path) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'x-request-id': 'the-one-we-sent' } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('x-request-id')).toBe('the-one-we-sent');
    expect(await answer.json()).toMatchObject({ status: 400, code: 'invalid_request', traceId: 'the-one-we-sent' });
  });

  it('serves the next guest all the while', async () => {
    const drips = Array.from({ length: 50 }, () => says(['GET /health/live HTTP/1.1\r\n', 'Host: desk\r\n'], 100));
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
    expect(await Promise.all(drips)).toHaveLength(50);
  });
});
