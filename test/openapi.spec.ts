import type { OpenAPIObject } from '@nestjs/swagger';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { apiDocument } from './support/openapi.js';
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

interface Field {
  $ref?: string;
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  allOf?: Field[];
  oneOf?: Field[];
  properties?: Record<string, Field>;
  additionalProperties?: boolean | Field;
  items?: Field;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  uniqueItems?: boolean;
}

/** Every field of what may be sent to the API, by where it stands. */
function sentFields({ paths, components }: OpenAPIObject): [place: string, field: Field][] {
  const found: [string, Field][] = [];
  const seen = new Set<string>();
  const walk = (place: string, field: Field): void => {
    const name = field.$ref?.split('/').at(-1);
    if (name !== undefined) {
      if (seen.has(name)) return;
      seen.add(name);
      return walk(name, (components?.schemas?.[name] ?? {}) as Field);
    }
    for (const one of [...(field.allOf ?? []), ...(field.oneOf ?? [])]) walk(place, one);
    for (const [member, one] of Object.entries(field.properties ?? {})) walk(`${place}.${member}`, one);
    if (typeof field.additionalProperties === 'object') walk(`${place}.*`, field.additionalProperties);
    if (field.items) walk(`${place}[]`, field.items);
    found.push([place, field]);
  };
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, typeof item.get>)) {
      for (const parameter of operation?.parameters ?? [])
        if ('in' in parameter && parameter.in === 'query')
          walk(`${method} ${path}?${parameter.name}`, parameter.schema as Field);
      const body = operation?.requestBody;
      const schema = body && 'content' in body ? body.content['application/json']?.schema : undefined;
      if (schema) walk(`${method} ${path}`, schema as Field);
    }
  }
  return found;
}

it('F4: tells generators how long, how many and how much of everything that may be sent', async () => {
  const fields = sentFields(await apiDocument());
  expect(fields.length).toBeGreaterThan(100);
  const open = fields.filter(
    ([, { type, format, pattern, enum: values, maxLength, maxItems, maximum, uniqueItems }]) => {
      if (type === 'string') return (maxLength ?? format ?? pattern ?? values) === undefined;
      if (type === 'array') return maxItems === undefined && !uniqueItems;
      return (type === 'number' || type === 'integer') && maximum === undefined;
    },
  );
  // Whatever version a row has may be sent back.
  expect(open.map(([place]) => place).filter((place) => !place.endsWith('.version'))).toEqual([]);
}, 300_000);

it('F4: what may be said to a guest is a union that generators can tell apart', async () => {
  const { components } = await apiDocument();
  for (const body of ['SendDto', 'StartConversationDto']) {
    expect(components?.schemas?.[body]).toMatchObject({
      properties: {
        content: { discriminator: { propertyName: 'type', mapping: { text: '#/components/schemas/TextToSendDto' } } },
      },
    });
  }
}, 300_000);
