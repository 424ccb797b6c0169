import type { OpenAPIObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';

import { apiDocument } from './support/openapi.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

let operations: [name: string, operation: Operation][];
let schemas: NonNullable<OpenAPIObject['components']>['schemas'];

beforeAll(async () => {
  const { paths, components } = await apiDocument();
  schemas = components?.schemas;
  operations = Object.entries(paths).flatMap(([path, item]) =>
    (['post', 'patch'] as const).flatMap((method): [string, Operation][] => {
      const operation = item[method];
      return operation ? [[`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, operation]] : [];
    }),
  );
}, 90_000);

const codesOf = ({ responses }: Operation, status: string): string => JSON.stringify(responses[status] ?? {});

/** There is nobody yet to keep a key for; and a link is a secret that is kept nowhere: asked for again, a new one replaces it. */
const WITHOUT_KEY = ['POST /setup', 'POST /users/{id}/link'];

describe('F4: habits of the API', () => {
  it('what makes something takes an Idempotency-Key', () => {
    const without = operations
      .filter(([name, { responses }]) => name.startsWith('POST') && '201' in responses)
      .filter(([, { parameters = [] }]) => !parameters.some((one) => 'name' in one && one.name === 'Idempotency-Key'))
      .map(([name]) => name);
    expect(without.toSorted()).toEqual(WITHOUT_KEY);
    const silent = operations
      .filter(([, { parameters = [] }]) => parameters.some((one) => 'name' in one && one.name === 'Idempotency-Key'))
      .filter(([, operation]) => !codesOf(operation, '409').includes('idempotency_key_reused'));
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('what edits takes the version it was made on, and tells when there is another', () => {
    const without = operations.filter(([name, operation]) => {
      if (!name.startsWith('PATCH')) return false;
      const ref = /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(operation.requestBody))?.[1] ?? '';
      return !codesOf(operation, '409').includes('version_conflict') || !hasField(ref, 'version');
    });
    expect(without.map(([name]) => name)).toEqual([]);
  });
});

function hasField(schema: string, field: string): boolean {
  const { properties } = (schemas?.[schema] ?? {}) as { properties?: Record<string, unknown> };
  return field in (properties ?? {});
}
