import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { LightMyRequestResponse } from 'fastify';
import { expect, it } from 'vitest';

import { DomainError } from './errors.js';
import { problemOf } from './problem.js';
import { refuse } from './refuse.js';

async function refused(error: unknown, given: Record<string, string> = {}): Promise<LightMyRequestResponse> {
  const fastify = new FastifyAdapter().getInstance();
  fastify.get('/', (_request, reply) => refuse(problemOf(error), reply.headers(given), 'the-trace-id'));
  const answer = await fastify.inject('/');
  await fastify.close();
  return answer;
}

it('E20: a refusal is problem+json under its trace id', async () => {
  const { statusCode, headers, json } = await refused(new DomainError('conflict', 'version_conflict', 'Too late.'));
  expect([statusCode, headers['content-type'], headers['x-request-id']]).toEqual([
    409,
    'application/problem+json; charset=utf-8',
    'the-trace-id',
  ]);
  expect(json()).toMatchObject({ status: 409, code: 'version_conflict', traceId: 'the-trace-id' });
  expect(headers).not.toHaveProperty('retry-after');
  expect(headers).not.toHaveProperty('www-authenticate');
});

it('E20: it says when to come back, in whole seconds, and keeps what was said before', async () => {
  const busy = (retryAfterSeconds: number): DomainError =>
    new DomainError('unavailable', 'store_busy', 'Busy.', { retryAfterSeconds });
  expect((await refused(busy(6.2))).headers['retry-after']).toBe('7');
  expect((await refused(busy(0))).headers['retry-after']).toBe('1');
  expect((await refused(busy(7), { 'retry-after': '2' })).headers['retry-after']).toBe('2');
});

it('E20: it says how to sign in', async () => {
  const { headers } = await refused(new DomainError('unauthenticated', 'unauthenticated', 'Sign in first.'));
  expect(headers['www-authenticate']).toBe('Bearer');
});
