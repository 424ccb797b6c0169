import { afterAll, beforeAll, expect, it } from 'vitest';

import { PeopleDesk } from './support/people-app.js';

let desk: PeopleDesk;
beforeAll(async () => {
  desk = await PeopleDesk.open();
});
afterAll(() => desk.close());

it('F4: tells integrators every address and every refusal with its codes', async () => {
  const { status, body } = await desk.ask('GET', '/api/openapi.json');
  expect(status).toBe(200);
  const create = body.paths['/api/v1/departments'].post;
  expect(create.security).toEqual([{ bearer: [] }]);
  expect(create.responses['409'].description).toContain('`department_exists`');
  expect(create.responses['401'].content['application/problem+json'].schema.$ref).toBe(
    '#/components/schemas/ProblemView',
  );
  expect(body.paths['/api/v1/auth/login'].post.security).toEqual([]);
  expect(body.components.schemas.ProblemView).toBeDefined();
});

it('B4: serves the page to read it from this server alone', async () => {
  const page = await desk.app.inject('/api/docs');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(assets.length).toBeGreaterThan(2);
  for (const asset of assets) {
    const { pathname, host } = new URL(asset, 'http://desk/api/docs');
    expect(host).toBe('desk');
    expect([pathname, (await desk.app.inject(pathname)).statusCode]).toEqual([pathname, 200]);
  }
});
