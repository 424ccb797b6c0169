import type { HTTPMethods, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { WholeDesk } from '../support/whole-desk.js';

const ID = '0190b0c8-0000-7000-8000-000000000000';

let desk: WholeDesk;
beforeAll(async () => {
  desk = await WholeDesk.open();
});
afterAll(() => desk.close());

const ask = (method: string, url: string): Promise<LightMyRequestResponse> =>
  desk.ask({ method: method as HTTPMethods & 'GET', url });

const matches = (pattern: string, address: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(address);

describe('E20: an address that is known, asked in another way', () => {
  it.each([
    ['GET', '/api/v1/auth/login', 'POST'],
    ['DELETE', '/api/v1/auth/login?next=1', 'POST'],
    ['PUT', '/api/v1/departments', 'GET, HEAD, POST'],
    ['POST', `/api/v1/departments/${ID}`, 'DELETE, PATCH'],
    ['POST', '/health/ready', 'GET, HEAD'],
    ['DELETE', `/webhooks/meta-cloud/${ID}`, 'GET, HEAD, POST'],
  ])('%s %s: 405, and Allow says %s', async (method, url, allow) => {
    const { statusCode, headers, json } = await ask(method, url);
    expect([statusCode, String(headers['allow']).split(', ').toSorted().join(', ')]).toEqual([405, allow]);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(json()).toMatchObject({ status: 405, code: 'method_not_allowed', traceId: headers['x-request-id'] });
  });

  it('holds for each route of the API, and tells a stranger no more than that: whether a thing is there it does not', async () => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const routes = desk.routes.filter(({ url }) => url.startsWith('/api/v1/'));
    expect(routes.length).toBeGreaterThan(50);
    for (const { url } of routes) {
      const address = url.replaceAll(/:\w+/g, ID);
      const taken = routes.filter((route) => matches(route.url, address)).map(({ method }) => String(method));
      for (const method of methods.filter((each) => !taken.includes(each))) {
        const { statusCode, headers } = await ask(method, address);
        expect([method, url, statusCode]).toEqual([method, url, 405]);
        expect(String(headers['allow']).split(', ')).toEqual(expect.arrayContaining(taken));
      }
    }
  });

  it.each([
    ['GET', '/api/v1/nowhere'],
    ['POST', '/api/v1/nowhere'],
    ['DELETE', '/api/v1/con%20versations'],
    ['POST', '/inbox/waiting'],
  ])('%s %s is no address, and stays 404', async (method, url) => {
    const { statusCode, headers, json } = await ask(method, url);
    expect([statusCode, headers['allow'], json().code]).toEqual([404, undefined, 'not_found']);
  });
});

describe('B4: what the screens’ address answers', () => {
  it.each(['/zzz.js', '/inbox/zzz.png?v=1', '/assets/zzz.js', '/api/v1/zzz', '/robots.txt'])(
    '%s: 404, never a page in its place',
    async (url) => {
      const { statusCode, headers, json } = await ask('GET', url);
      expect([statusCode, json().code]).toEqual([404, 'not_found']);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    },
  );

  it.each(['/inbox/waiting', `/inbox/all/${ID}?q=towels.js`, '/me'])('%s: a screen', async (url) => {
    const { statusCode, headers } = await ask('GET', url);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });
});
