import { readdirSync, readFileSync } from 'node:fs';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PeopleDesk } from './support/people-app.js';
import { Public } from '../src/auth/index.js';
import { ERROR_CODES } from '../src/common/error-codes.js';
import { DomainError } from '../src/common/errors.js';
import { traceId } from '../src/common/trace.js';
import { query } from '../src/database/transaction.js';

class TowelsDto {
  @IsInt() count: number;
}

@Public()
@Controller('api/v1/towels')
class TowelsController {
  constructor(private readonly db: DataSource) {}

  @Post() take(@Body() dto: TowelsDto): { count: number; traceId: string | null } {
    return { count: dto.count, traceId: traceId() };
  }
  @Get('broken') broken(): never {
    throw new Error('the secret recipe is 42');
  }
  @Get('no-room') async noRoom(): Promise<never> {
    await query(
      this.db,
      `DO $$ BEGIN RAISE 'could not extend file: No space left' USING ERRCODE = 'disk_full'; END $$`,
    );
    throw new Error('it was to raise');
  }
  @Get('later') later(): never {
    throw new DomainError('unavailable', 'store_busy', 'Busy.', { retryAfterSeconds: 7, data: { queue: 'long' } });
  }
}

@Module({ controllers: [TowelsController] })
class TowelsModule {}

let desk: PeopleDesk;
beforeAll(async () => {
  desk = await PeopleDesk.open({}, [TowelsModule]);
});
afterAll(() => desk.close());

describe('E20: every refusal has one shape', () => {
  it('names each field that is wrong, and the ones nobody asked for', async () => {
    const { status, body, headers } = await desk.ask('POST', '/towels', { count: 'two', colour: 'white' });
    expect(status).toBe(400);
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(body).toMatchObject({
      type: '/problems/invalid_input',
      status: 400,
      code: 'invalid_input',
      title: expect.any(String),
    });
    expect(body.errors.map(({ field, code }: { field: string; code: string }) => [field, code]).toSorted()).toEqual([
      ['colour', 'unknown_field'],
      ['count', 'is_int'],
    ]);
    expect(body.traceId).toBe(headers['x-request-id']);
  });

  it.each([
    ['broken JSON', '{"count": ', 'application/json', 400, 'invalid_json'],
    ['no JSON at all', '<count>2</count>', 'application/xml', 415, 'unsupported_media_type'],
    ['JSON that is said to be text', '{"count":2}', 'text/plain', 415, 'unsupported_media_type'],
    ['two megabytes', JSON.stringify({ count: 'x'.repeat(2_000_000) }), 'application/json', 413, 'body_too_large'],
  ])('%s', async (_, payload, contentType, status, code) => {
    const answer = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/towels',
      payload,
      headers: { 'content-type': contentType },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('tells nothing of a defect but where to find it', async () => {
    const { status, body, raw } = await desk.ask('GET', '/towels/broken');
    expect([status, body.code]).toEqual([500, 'internal_error']);
    expect(raw.body).not.toMatch(/recipe|problem\.spec|at /);
  });

  it('says when to come back, and what belongs to the code', async () => {
    const { status, body, headers } = await desk.ask('GET', '/towels/later');
    expect([status, headers['retry-after'], body.queue]).toEqual([503, '7', 'long']);
  });

  it('says that the database takes nothing when its disk is full: no defect, and it may be asked again', async () => {
    const { status, body, headers } = await desk.ask('GET', '/towels/no-room');
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'database_unavailable', '5']);
  });

  it('answers an unknown address like a row that is not there', async () => {
    expect((await desk.ask('GET', '/nowhere')).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('keeps a trace id that was given, makes one otherwise, and knows it after the body was read', async () => {
    const given = await desk.ask('POST', '/towels', { count: 2 }, { 'x-request-id': 'front-desk-0001' });
    expect([given.headers['x-request-id'], given.body.traceId]).toEqual(['front-desk-0001', 'front-desk-0001']);
    const odd = await desk.ask('POST', '/towels', { count: 2 }, { 'x-request-id': 'a b' });
    expect(odd.body.traceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(odd.headers['x-request-id']).toBe(odd.body.traceId);
  });
});

describe('E20: codes', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'),
  );

  it('every code in the program stands in the table, with its status', () => {
    const status: Record<string, number> = {
      invalid: 400,
      unauthenticated: 401,
      forbidden: 403,
      not_found: 404,
      too_slow: 408,
      conflict: 409,
      too_large: 413,
      unsupported: 415,
      limited: 429,
      unavailable: 503,
    };
    const used = sources.flatMap((path) => {
      const text = readFileSync(`src/${path}`, 'utf8');
      return [...text.matchAll(/(?:super|new DomainError)\(\s*'([a-z_]+)',\s*'([a-z_]+)'/g)].map((match) => [
        match[2],
        status[match[1] ?? ''],
      ]);
    });
    expect(used.length).toBeGreaterThan(20);
    const table: Record<string, readonly [number, string]> = ERROR_CODES;
    for (const [code, at] of used) expect([code, table[code ?? '']?.[0]]).toEqual([code, at]);
  });

  it('docs/errors.md lists the same table', () => {
    const documented = [
      ...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| (.+) \|$/gm),
    ].map((row) => row.slice(1, 4));
    expect(documented).toEqual(Object.entries(ERROR_CODES).map(([code, [at, meaning]]) => [code, String(at), meaning]));
  });
});
