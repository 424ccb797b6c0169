import type { OpenAPIObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';

import { SCOPES } from '../src/auth/scopes.js';
import { apiDocument } from './support/openapi.js';

interface Operation {
  security: object[];
  'x-permission'?: string;
  'x-scope'?: string | null;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

let document: OpenAPIObject;
beforeAll(async () => {
  document = await apiDocument();
}, 90_000);

describe('API keys', () => {
  it('every route says which scope it needs, or that it is for people only', () => {
    const silent: string[] = [];
    const used = new Set<string>();
    for (const [path, item] of Object.entries(document.paths)) {
      if (!path.startsWith('/api/')) continue; // probes
      for (const method of METHODS) {
        const operation = item[method] as unknown as Operation | undefined;
        if (!operation || operation.security.length === 0) continue; // a door without sign-in
        const scope = operation['x-scope'];
        if (scope === undefined) silent.push(`${method.toUpperCase()} ${path}`);
        else if (scope !== null) {
          used.add(scope);
          expect([path, method, scope]).toEqual([path, method, operation['x-permission']]);
        }
      }
    }
    expect(silent).toEqual([]);
    expect([...used].filter((scope) => !SCOPES.some((offered) => offered === scope))).toEqual([]);
    expect(used.size).toBeGreaterThan(8);
  });

  it('reads marks for nobody: what is a person’s stays a person’s', () => {
    const { paths } = document;
    for (const path of ['/api/v1/me', '/api/v1/conversations/{id}/read', '/api/v1/api-keys']) {
      for (const operation of Object.values(paths[path] ?? {}) as unknown as Operation[])
        expect([path, operation['x-scope']]).toEqual([path, null]);
    }
  });
});
