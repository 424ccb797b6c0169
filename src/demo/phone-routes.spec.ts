import { FastifyAdapter } from '@nestjs/platform-fastify';
import { expect, it } from 'vitest';

import { Clock } from '../common/clock.js';
import { MetaCloudSimulator } from '../simulators/index.js';
import { registerPhone } from './phone-routes.js';
import { Phones } from './phones.js';

it('E20: the phone is told when to come back, as every other program', async () => {
  const fastify = new FastifyAdapter().getInstance();
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  registerPhone(fastify, new Phones(new MetaCloudSimulator()), new Clock(), () => Promise.reject(away));

  const { statusCode, headers, json } = await fastify.inject('/demo/api/hotel');
  expect([statusCode, json().code]).toEqual([503, 'database_unavailable']);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(headers['retry-after']).toBe('5');
  expect(headers['x-request-id']).toBe(json().traceId);
  await fastify.close();
});
