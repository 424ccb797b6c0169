import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import ajvFormats from 'ajv-formats';

import { heard, type Heard } from './heard.js';
import { apiDocument } from './openapi.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What was answered otherwise than documented since the last call: one line each, without repetition. */
export async function undocumentedAnswers(): Promise<string[]> {
  if (heard.length === 0) return [];
  const judge = new Judge(await apiDocument());
  const found = new Map<string, string>();
  for (const answer of heard.splice(0)) {
    const fault = judge.faultOf(answer);
    const where = `${answer.method.toUpperCase()} ${answer.route} ${answer.status}: ${fault?.replace(/,?"traceId":"[^"]*"/, '')}`;
    if (fault !== null && !found.has(where)) found.set(where, `${where} (in "${answer.test}")`);
  }
  return [...found.values()];
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

class Judge {
  private readonly operations = new Map<string, Operation>();
  private readonly ajv = new Ajv2019({ strict: false, allErrors: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(document: OpenAPIObject) {
    for (const [path, item] of Object.entries(document.paths)) {
      for (const method of METHODS) if (item[method]) this.operations.set(`${method} ${path}`, item[method]);
    }
    ajvFormats.default(this.ajv);
    this.ajv.addSchema({ $id: 'api', components: closed(document.components ?? {}) });
  }

  /** null: as documented. Routes that a test made for itself are in no document and not judged. */
  faultOf({ method, route, status, contentType, body }: Heard): string | null {
    const key = `${method} ${route}`;
    const operation = this.operations.get(key);
    if (!operation) return null;
    const response = operation.responses[String(status)];
    if (!response || '$ref' in response) return `the status is not documented: ${body.slice(0, 200)}`;
    const type = contentType.split(';', 1)[0] ?? '';
    const { content } = response;
    if (!content) return body === '' ? null : `no body is documented, this came: ${body.slice(0, 200)}`;
    const media = content[type] ?? content['*/*'];
    if (!media) return `the content type ${type} is not documented`;
    if (status >= 400) {
      const { code } = JSON.parse(body) as { code: string };
      if (!response.description.includes(`\`${code}\``)) return `the code ${code} is not documented`;
    }
    if (!type.endsWith('json') || !media.schema) return null;
    const validate = this.validatorOf(`${key} ${status}`, media.schema);
    if (validate(JSON.parse(body))) return null;
    return this.ajv.errorsText(validate.errors, { dataVar: 'body' }) + unknownField(validate);
  }

  private validatorOf(key: string, schema: object): ValidateFunction {
    const known = this.validators.get(key);
    if (known) return known;
    const made = this.ajv.compile(closed(schema) as object);
    this.validators.set(key, made);
    return made;
  }
}

function unknownField({ errors }: ValidateFunction): string {
  const field: unknown = errors?.[0]?.params['unevaluatedProperty'];
  return typeof field === 'string' ? `: "${field}"` : '';
}

/** OpenAPI 3.0's schema as JSON Schema: null where `nullable` says so, and no field that is not named. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, $ref, ...rest } = schema as Record<string, unknown>;
  if (typeof $ref === 'string') return { $ref: $ref.replace('#/', 'api#/') };
  const parts = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, closed(part)]));
  const open = 'additionalProperties' in parts || !('properties' in parts);
  const strict = open ? parts : { ...parts, unevaluatedProperties: false };
  return nullable === true ? { anyOf: [{ type: 'null' }, strict] } : strict;
}
