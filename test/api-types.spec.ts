import type { OpenAPIObject } from '@nestjs/swagger';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, it } from 'vitest';

import { apiDocument } from './support/openapi.js';

const HEADER =
  '// The API as the screens know it, made from the OpenAPI document by `npm run openapi`. Not edited by hand.\n\n';
const ROOT = '/api/v1';

it('F4: the screens’ types are those of the API as it is; npm run openapi makes them anew', async () => {
  const types = await openapiTS(forScreens(await apiDocument()), { alphabetize: true });
  await expect(HEADER + astToString(types)).toMatchFileSnapshot('../web/src/api/api.gen.ts');
}, 300_000);

/** Only what screens call, by its short address, and one refusal for all: each has the same shape. */
function forScreens({ paths, ...document }: OpenAPIObject): OpenAPI3 {
  const refusal = {
    description: 'Refused',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemView' } } },
  };
  const shorter = Object.entries(paths)
    .filter(([path]) => path.startsWith(`${ROOT}/`))
    .map(([path, methods]) => {
      const told = Object.entries(methods as Record<string, { responses: Record<string, unknown> }>).map(
        ([method, { responses, ...operation }]) => {
          const taken = Object.entries(responses).filter(([status]) => status.startsWith('2'));
          return [method, { ...operation, responses: { ...Object.fromEntries(taken), default: refusal } }];
        },
      );
      return [path.slice(ROOT.length), Object.fromEntries(told)];
    });
  return sorted({ ...document, paths: Object.fromEntries(shorter) }) as OpenAPI3;
}

/** The compiler lists the members of a union as it met them, which a change anywhere else may turn round. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'enum' && Array.isArray(inner)
        ? inner.toSorted((a, b) => String(a).localeCompare(String(b)))
        : sorted(inner),
    ]),
  );
}
