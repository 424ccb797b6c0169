import { readFileSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

import { ERROR_CODES, type ErrorCode } from './error-codes.js';
import { CODES_EXTENSION } from './fails.js';
import { ProblemView } from './problem.view.js';
import { programVersion } from './program-version.js';

const DOCS = 'api/docs';
/** Swagger's page writes styles into itself; scripts stay files of ours. */
const DOCS_CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

const ANY_ROUTE: ErrorCode[] = ['internal_error', 'database_unavailable'];
const SIGNED_IN: ErrorCode[] = [
  'unauthenticated',
  'token_expired',
  'session_ended',
  'api_key_invalid',
  'scope_missing',
];

const WITH_A_BODY: ErrorCode[] = ['invalid_json', 'invalid_request', 'body_too_large', 'unsupported_media_type'];

const IDEMPOTENCY_KEY = 'Idempotency-Key';
const ABOUT_IDEMPOTENCY_KEY =
  'Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once.';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & Record<`x-${string}`, unknown>;

/** The API as it is built, with every refusal each route may answer. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Bellhop')
    .setDescription(guide())
    .setVersion(programVersion())
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    extraModels: [ProblemView],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/')) continue; // probes answer in their own shape
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = item[method] as Operation | undefined;
      if (operation) describeRefusals(path, method, operation);
    }
  }
  return document;
}

/** `/api/openapi.json` and a page to read it at `/api/docs`, all from this server. Call before `app.init()`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, _payload, done) => {
      if (request.url.startsWith(`/${DOCS}`)) {
        reply.raw.removeHeader('content-security-policy');
        void reply.header('content-security-policy', DOCS_CSP);
      }
      done();
    });
  SwaggerModule.setup(DOCS, app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Bellhop API',
  });
}

function describeRefusals(path: string, method: string, operation: Operation): void {
  const isPublic = operation['x-public'] === true;
  const writes = method !== 'get';
  const own = (operation[CODES_EXTENSION] as ErrorCode[] | undefined) ?? [];
  const query = queryParameters(operation);
  for (const parameter of query) if (parameter.schema?.default !== undefined) parameter.required = false;
  operation.security = isPublic ? [] : [{ bearer: [] }];
  const codes = new Set<ErrorCode>([
    ...own,
    ...ANY_ROUTE,
    ...(isPublic ? [] : SIGNED_IN),
    ...(writes && !isPublic ? (['limited'] as const) : []),
    ...(operation['x-permission'] === undefined ? [] : (['forbidden'] as const)),
    ...(query.length > 0 ? (['invalid_input'] as const) : []),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(method === 'get' ? [] : WITH_A_BODY),
  ]);
  operation.description = [operation.description, neededFor(operation)].filter(Boolean).join('\n\n');
  for (const parameter of operation.parameters ?? [])
    if ('in' in parameter && parameter.name === IDEMPOTENCY_KEY) parameter.description ??= ABOUT_IDEMPOTENCY_KEY;
  delete operation['x-public'];
  for (const [status, ofStatus] of byStatus(codes)) {
    operation.responses[status] = {
      description: ofStatus.map((code) => `\`${code}\`: ${ERROR_CODES[code][1]}`).join('\n\n'),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemView' } } },
    };
  }
}

/** Who may ask, in words: Swagger's page does not show extensions. */
function neededFor(operation: Operation): string {
  const { 'x-public': isPublic, 'x-permission': permission, 'x-scope': scope } = operation;
  if (isPublic === true) return 'Open to everybody.';
  return [
    typeof permission === 'string' ? `Needs the permission \`${permission}\`.` : 'For whoever is signed in.',
    typeof scope === 'string' ? `API keys: scope \`${scope}\`.` : 'Not for API keys.',
  ].join(' ');
}

interface QueryParameter {
  in: 'query';
  required?: boolean;
  schema?: { default?: unknown };
}

function queryParameters(operation: Operation): QueryParameter[] {
  return (operation.parameters ?? []).filter(
    (parameter): parameter is QueryParameter & typeof parameter => 'in' in parameter && parameter.in === 'query',
  );
}

function byStatus(codes: Set<ErrorCode>): Map<string, ErrorCode[]> {
  const groups = new Map<string, ErrorCode[]>();
  for (const code of [...codes].toSorted()) {
    const status = String(ERROR_CODES[code][0]);
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

/** How a client uses the API, sockets included, which OpenAPI has no words for. */
function guide(): string {
  return readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
}
