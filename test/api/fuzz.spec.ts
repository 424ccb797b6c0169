import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { apiDocument } from '../support/openapi.js';
import { WholeDesk } from '../support/whole-desk.js';
import { DOORS, kindOf, OPEN } from './doors.js';
import { inputsOf, type Input } from './inputs.js';
import { World } from './world.js';

const RUNS = process.env['TEST_LONG'] ? 200 : 20;
/** Another each day and the same within one: tomorrow's run finds what today's did not. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const STACK = /\n\s+at |node_modules|\.[jt]s:\d+|QueryFailedError|syntax error at|pg_|SELECT /;

let desk: WholeDesk;
let world: World;
let document: OpenAPIObject;

beforeAll(async () => {
  document = await apiDocument();
  desk = await WholeDesk.open();
  world = await World.of(desk);
}, 90_000);
afterAll(() => desk.close());

/** Every id such an address may get: ours twice, the other hotel's, nobody's, and what is none. */
async function idsFor(name: string): Promise<string[]> {
  const kind = kindOf(name);
  if (kind === undefined) return [''];
  const own = async (): Promise<string> => world.thing(kind, 'own', world.aurora.lucia);
  const others = ['0190b0c8-0000-7000-8000-000000000000', '%00', '%F0%9F%9B%8E', '..', 'x'.repeat(299)];
  return [await own(), await own(), await own(), await world.thing(kind, 'other hotel', world.aurora.lucia), ...others];
}

async function send(name: string, id: string, input: Input): Promise<{ status: number; body: string }> {
  const [method = '', path = ''] = name.split(' ');
  const answer = await desk.ask({
    method: method as InjectOptions['method'] & string,
    url: `/api/v1${path.replace(/\{\w+\}/g, id)}${input.query && `?${input.query}`}`,
    token: name in OPEN ? null : world.tokenOf(world.aurora.lucia),
    headers: { ...(input.body ? { 'content-type': input.body.contentType } : {}), ...input.headers },
    ...(input.body ? { payload: input.body.text } : {}),
  });
  return { status: answer.statusCode, body: answer.body };
}

describe(`E5, E20: ${RUNS} inputs to each operation, seed ${SEED}`, () => {
  it.each([...Object.keys(DOORS), ...Object.keys(OPEN)])(
    '%s: documented answers only',
    async (name) => {
      const [method = '', path = ''] = name.split(' ');
      const operation = document.paths[`/api/v1${path}`]?.[method.toLowerCase() as 'get'];
      if (!operation) throw new Error(`${name} is not in the document`);
      const ids = await idsFor(name);
      const { aurora } = world;
      const given = { world, hotel: aurora, person: aurora.lucia, id: ids[0] ?? '' };
      const example = (await DOORS[name]?.body?.(given)) ?? OPEN[name]?.body;
      const inputs = inputsOf(operation, document, example ? [example] : [], ids.length);
      for (const input of fc.sample(inputs, { seed: SEED, numRuns: RUNS })) {
        const { status, body } = await send(name, ids[input.id] ?? '', input);
        if (status < 500 && !(status >= 400 && STACK.test(body))) continue;
        expect.fail(`${status} ${body.slice(0, 300)} for ${JSON.stringify(input).slice(0, 1_500)}`);
      }
    },
    60_000,
  );

  it('covers every operation of the document', () => {
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    const probes = documented.filter((route) => route.includes(' /health/'));
    expect([...Object.keys(DOORS), ...Object.keys(OPEN), ...probes].toSorted()).toEqual(documented.toSorted());
  });
});
