import type { OpenAPIObject } from '@nestjs/swagger';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { newId } from '../../src/common/ids.js';
import { apiDocument } from '../support/openapi.js';
import { WholeDesk } from '../support/whole-desk.js';
import { DOORS, kindOf, OPEN } from './doors.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import { replaced } from './inputs.js';
import { textFieldsOf } from './text-fields.js';
import { World } from './world.js';

let desk: WholeDesk;
let world: World;
let document: OpenAPIObject;

beforeAll(async () => {
  document = await apiDocument();
  desk = await WholeDesk.open();
  world = await World.of(desk);
}, 90_000);
afterAll(() => desk.close());

const ROUTES = [...Object.keys(DOORS), ...Object.keys(OPEN)];
/** Kept for a comparison only, never shown: whatever a person chooses is right, or is not what was chosen before. */
const SECRETS = /password|token$|secret$/i;

/** Texts for the house alone, which may be longer than what is sent. */
const LONGER = new Set(['PATCH /guests/{id} notes']);

/** Kinds of content that are a record of anything in the document; each text in them is a field too. */
const CONTENTS = [
  { type: 'text', text: 'Of course' },
  { type: 'location', latitude: 38.7, longitude: -9.1, name: 'Hotel Aurora', address: 'Rua do Sol 1' },
  {
    type: 'contacts',
    contacts: [{ name: 'Spa', organisation: 'Aurora', phones: [{ phone: '+351210000111', type: 'WORK' }] }],
  },
  { type: 'buttons', body: 'Towels?', buttons: [{ id: 'yes', title: 'Yes' }] },
  {
    type: 'list',
    body: 'Which?',
    button: 'Choose',
    sections: [{ title: 'Spa', rows: [{ id: 'one', title: 'Massage', description: 'An hour' }] }],
  },
  { type: 'template', name: 'pre_arrival', language: 'pt_PT', text: 'Olá', components: [] },
];

/** Fields of staff's own words, as they come back in the answer: kept to the letter. */
const WORDS: [route: string, field: string, shown: string][] = [
  ['POST /users', 'name', 'name'],
  ['PATCH /users/{id}', 'name', 'name'],
  ['PATCH /me', 'name', 'name'],
  ['PATCH /hotel', 'name', 'name'],
  ['POST /departments', 'autoReply.en', 'autoReply.en'],
  ['PATCH /departments/{id}', 'names.pt', 'names.pt'],
  ['POST /channels', 'name', 'name'],
  ['PATCH /channels/{id}', 'name', 'name'],
  ['POST /conversations/{id}/messages', 'content.text', 'content.text'],
  ['POST /conversations/{id}/notes', 'text', 'content.text'],
];

async function send(
  route: string,
  given: { body?: unknown; raw?: string; query?: string; id?: string },
): Promise<LightMyRequestResponse> {
  const [method = '', path = ''] = route.split(' ');
  const payload = given.raw ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
  return desk.ask({
    method: method as InjectOptions['method'] & string,
    url: `/api/v1${path.replace(/\{\w+\}/g, given.id ?? '')}${given.query ? `?${given.query}` : ''}`,
    token: route in OPEN ? null : world.tokenOf(world.aurora.lucia),
    headers: payload === undefined ? {} : { 'content-type': 'application/json' },
    ...(payload === undefined ? {} : { payload }),
  });
}

/** A thing to ask about and a body that is taken. */
async function ready(route: string): Promise<{ id: string; body: object | undefined }> {
  const { aurora } = world;
  const kind = kindOf(route);
  const id = kind === undefined ? '' : await world.thing(kind, 'own', aurora.lucia);
  const given = { world, hotel: aurora, person: aurora.lucia, id };
  return { id, body: (await DOORS[route]?.body?.(given)) ?? OPEN[route]?.body };
}

function expectNoDefect(answer: LightMyRequestResponse, about: unknown): void {
  expect([about, answer.statusCode < 500 ? '' : answer.body]).toEqual([about, '']);
  if (answer.statusCode >= 400) expect(answer.body).not.toMatch(/\n\s+at |node_modules|\.[jt]s:\d+/);
}

describe('E5: hostile text in each text field', () => {
  it.each(ROUTES)('%s', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const operation = document.paths[`/api/v1${path}`]?.[method.toLowerCase() as 'get'];
    if (!operation) throw new Error(`${route} is not in the document`);
    const { inBody, inQuery } = textFieldsOf(operation, document);
    const { id, body } = await ready(route);
    const says = inBody.length > 0 && body !== undefined && 'content' in body;
    // What is said is one of several kinds: the fields of each go into its own.
    const named = says ? inBody.filter(([first]) => first !== 'content') : inBody;
    const fields = named.map((field) => ({ field, base: body ?? {} }));
    if (says) {
      for (const content of CONTENTS)
        for (const field of stringsIn(content))
          fields.push({ field: ['content', ...field], base: { ...body, content } });
    }
    for (const { kind, text, storable } of HOSTILE_TEXTS) {
      for (const { field, base } of fields) {
        const base_ = 'clientId' in base ? { ...base, clientId: newId() } : base;
        const answer = await send(route, { id, body: replaced(base_, field, text) });
        const about = { kind, field: field.join('.') };
        expectNoDefect(answer, about);
        if (storable || SECRETS.test(about.field) || (LONGER.has(`${route} ${about.field}`) && kind.includes('points')))
          continue;
        // Told clearly: refused, and the field is named.
        const errors = answer.statusCode >= 400 ? (answer.json<{ errors?: { field: string }[] }>().errors ?? []) : [];
        expect([about, answer.statusCode, errors.map((error) => error.field)]).toEqual([
          about,
          400,
          expect.arrayContaining([expect.stringContaining(field[0] ?? '')]),
        ]);
      }
      if (!text.isWellFormed()) continue; // such text cannot be in an address
      for (const name of inQuery) {
        const answer = await send(route, { id, query: `${name}=${encodeURIComponent(text)}` });
        expectNoDefect(answer, { kind, query: name });
      }
    }
  });

  it.each(WORDS)('%s keeps %s to the letter, and shows it so', async (route, field, shown) => {
    for (const { kind, text, storable, nameable } of HOSTILE_TEXTS) {
      if (!storable || (nameable === false && !field.endsWith('text'))) continue;
      const { id, body } = await ready(route);
      const words =
        field.startsWith('names') || field === 'name' ? Array.from(text).slice(0, 80).join('').trim() : text;
      const answer = await send(route, { id, body: replaced(body, field.split('.'), words) });
      expect([kind, answer.statusCode, answer.body]).toEqual([kind, expect.toBeOneOf([200, 201]), expect.any(String)]);
      expect([kind, at(answer.json(), shown.split('.'))]).toEqual([kind, words]);
    }
  });
});

describe('E5: bodies that are none', () => {
  const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const WRONG_TYPES: unknown[] = [null, true, 0, -1.5, 1e300, '', 'x', [], [[null]], {}, { a: { b: 1 } }];

  it.each(ROUTES.filter((route) => !route.startsWith('GET')))(
    '%s: wrong types, deep nesting, ten megabytes',
    async (route) => {
      const { id, body } = await ready(route);
      const raws = ['{', '[]', 'null', '"x"', '\0', deep(100), deep(20_000), `${'['.repeat(300_000)}`];
      for (const raw of raws) expectNoDefect(await send(route, { id, raw }), raw.slice(0, 20));
      for (const name of Object.keys(body ?? {})) {
        for (const value of [...WRONG_TYPES, JSON.parse(deep(500)) as unknown])
          expectNoDefect(await send(route, { id, body: { ...body, [name]: value } }), { name, value: typeof value });
      }
      const large = await send(route, { id, raw: `{"text":"${'x'.repeat(10 * 1024 * 1024)}"}` });
      expect([large.statusCode, large.json<{ code: string }>().code]).toEqual([413, 'body_too_large']);
    },
  );

  it.each([
    '/api/v1/../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/assets/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/%00',
    '//evil.example/%2f..',
    '/api/v1/users/%ff',
    '/api/v1/%',
  ])('B9: %s shows no file of this machine', async (url) => {
    const answer = await desk.ask({ url, token: world.tokenOf(world.aurora.lucia) });
    expect([200, 400, 404]).toContain(answer.statusCode);
    expect(answer.body).not.toMatch(/root:|"dependencies"/);
    if (answer.statusCode === 200) expect(answer.headers['content-type']).toContain('text/html');
  });
});

function stringsIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return path.at(-1) === 'type' && path.length === 1 ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => stringsIn(part, [...path, name]));
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], value);
}
