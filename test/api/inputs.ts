import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';

import { HOSTILE_TEXTS } from './hostile-texts.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The part of an OpenAPI schema that values are made of. */
interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  allOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
}

/** One request to an operation, as it goes out. */
export interface Input {
  query: string;
  /** null: none */
  body: { text: string; contentType: string } | null;
  headers: Record<string, string>;
  /** which of the ids that are offered */
  id: number;
}

const UUIDS = ['0190b0c8-0000-7000-8000-000000000000', '00000000-0000-0000-0000-000000000000'];
const deep = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Values that no field wants. */
const WRONG = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  0.5,
  '',
  ' ',
  [],
  [[]],
  {},
  { length: 1 },
  { toString: 'x', valueOf: 'y' },
  { constructor: { name: 'Object' } },
  JSON.parse('{"__proto__": {"admin": true}}'),
  deep(200),
  ...HOSTILE_TEXTS.map(({ text }) => text),
);

const BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '1e999',
  '{"a":1,"a":2}',
  '{"__proto__":{"x":1}}',
  '\u0000',
  `${'['.repeat(50_000)}`,
  `{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
];

/** Requests to one operation: mostly what its schema asks for, with something wrong here and there. */
export function inputsOf(
  operation: Operation,
  document: OpenAPIObject,
  examples: readonly object[],
  ids: number,
): fc.Arbitrary<Input> {
  const media = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
  const schema = media['application/json']?.schema as Schema | undefined;
  const read = new Reader(document);
  const json = (body: unknown): { text: string; contentType: string } => ({
    text: JSON.stringify(body) ?? '',
    contentType: 'application/json',
  });
  const odd = fc.record({
    text: fc.constantFrom(...BODIES),
    contentType: fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', 'a', ''),
  });
  const bodies: fc.Arbitrary<Input['body']>[] = schema
    ? [
        ...examples.map((example) => mutated(example).map(json)),
        read.value(schema).map(json),
        read.value(schema).map(json),
        odd,
        WRONG.map(json),
      ]
    : [fc.constant(null), fc.constant(null), odd];
  return fc.record({
    query: queryOf(operation, read),
    body: fc.oneof(...bodies),
    headers: fc.oneof(
      { weight: 6, arbitrary: fc.constant({}) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Record<string, string>>(
          { 'idempotency-key': 'a-key' },
          { 'idempotency-key': 'é' },
          { 'idempotency-key': 'x'.repeat(300) },
          { 'accept-language': "'; --" },
          { accept: 'image/png' },
          { 'x-request-id': 'a b\tc' },
          { 'content-encoding': 'gzip' },
          { cookie: 'bellhop_refresh=%00%ff; a=b; =; bellhop_refresh' },
          { authorization: 'Bearer ' },
        ),
      },
    ),
    id: fc.nat(Math.max(0, ids - 1)),
  });
}

/** The example with one of its values put wrong, or as it is. */
function mutated(example: object): fc.Arbitrary<unknown> {
  const paths = pathsOf(example, []);
  if (paths.length === 0) return fc.constant(example);
  return fc
    .tuple(fc.constantFrom(...paths), WRONG, fc.nat(9))
    .map(([path, wrong, chance]) => (chance === 0 ? example : replaced(example, path, wrong)));
}

function pathsOf(value: unknown, at: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...at, name]));
}

/** The value with the part at that path put in place of what is there, or where nothing is; "0" is a list's first. */
export function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  const isList = Array.isArray(value) || (value === undefined && name === '0');
  const copy = (
    isList ? [...((value as unknown[] | undefined) ?? [])] : { ...(value as object | undefined) }
  ) as Record<string, unknown>;
  copy[name] = replaced(copy[name], rest, by);
  return copy;
}

function queryOf(operation: Operation, read: Reader): fc.Arbitrary<string> {
  const names = (operation.parameters ?? []).flatMap((parameter) =>
    'in' in parameter && parameter.in === 'query' ? [[parameter.name, parameter.schema as Schema] as const] : [],
  );
  if (names.length === 0) return fc.constantFrom('', 'x=1', '%', '__proto__=1', 'limit=1&limit=2');
  const pairs = names.map(([name, schema]) =>
    fc
      .tuple(fc.nat(9), read.value(schema))
      .map(([chance, value]) => (chance < 5 ? [] : chance === 9 ? [`${name}[]`, value] : [name, value])),
  );
  return fc.tuple(fc.tuple(...pairs), fc.nat(14)).map(([given, chance]) => {
    const said = given.filter((pair) => pair.length > 0).map(([name, value]) => `${encode(name)}=${encode(value)}`);
    if (chance === 0 && said[0]) said.push(said[0]);
    if (chance === 1) said.push('unknown=1');
    if (chance === 2) said.push('%E0%A4%A');
    return said.join('&');
  });
}

function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

/** Makes values of a schema; about one in eight parts is wrong. */
class Reader {
  constructor(private readonly document: OpenAPIObject) {}

  value(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
    const right = depth > 6 ? fc.constant(null) : this.right(schema, depth);
    return fc.oneof({ weight: 7, arbitrary: right }, { weight: 1, arbitrary: WRONG });
  }

  private right(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    if (schema.$ref) return this.right(this.named(schema.$ref), depth);
    if (schema.nullable) return fc.oneof(fc.constant(null), this.right({ ...schema, nullable: false }, depth));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const [only] = schema.allOf ?? [];
    if (only) return this.right(only, depth);
    if (schema.oneOf) return fc.oneof(...schema.oneOf.map((one) => this.right(one, depth)));
    switch (schema.type) {
      case 'string':
        return text(schema);
      case 'number':
      case 'integer': {
        const { minimum = -5, maximum = 2 ** 31 } = schema;
        return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum - 1, maximum + 1, 2 ** 53));
      }
      case 'boolean':
        return fc.boolean();
      case 'array':
        return fc.array(this.value(schema.items ?? {}, depth + 1), { maxLength: Math.min(schema.maxItems ?? 4, 4) });
      case undefined:
        return WRONG;
      default:
        return this.object(schema, depth);
    }
  }

  private object(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const { properties = {}, required = [], additionalProperties } = schema;
    const named = fc.record(
      Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, this.value(part, depth + 1)])),
      { requiredKeys: required.filter((name) => name in properties) },
    );
    const more = typeof additionalProperties === 'object' ? this.value(additionalProperties, depth + 1) : WRONG;
    const names = fc.constantFrom('en', 'pt-BR', 'x y', '__proto__', 'constructor', 'id', 'hotelId', 'role');
    const unknown = fc.dictionary(names, more, { maxKeys: 2 });
    const chance = additionalProperties ? fc.constant(0) : fc.nat(9);
    return fc.tuple(named, unknown, chance).map(([a, b, n]) => (n === 0 ? { ...a, ...b } : a));
  }

  private named(ref: string): Schema {
    return (this.document.components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {}) as Schema;
  }
}

function text({ format, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<unknown> {
  switch (format) {
    case 'uuid':
      return fc.oneof(fc.uuid(), fc.constantFrom(...UUIDS));
    case 'date-time':
      return fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.constantFrom('2026-02-30T00:00:00Z', '2026-11-21', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z'),
      );
    case 'email':
      return fc.oneof(fc.emailAddress(), fc.constant('a@b'));
    case undefined:
    default:
      return fc.oneof(
        fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 60) }),
        fc.constantFrom(
          ...UUIDS,
          'me',
          'none',
          'pt',
          'Europe/Lisbon',
          'PT',
          '+351912345678',
          'true',
          'x'.repeat(maxLength + 1),
        ),
      );
  }
}
