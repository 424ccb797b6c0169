import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  allOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
}

/** Where an operation takes text: paths in its body (lists: their first item), names in its query. */
export function textFieldsOf(operation: Operation, document: OpenAPIObject): { inBody: string[][]; inQuery: string[] } {
  const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
  const schema = body['application/json']?.schema as Schema | undefined;
  const inQuery = (operation.parameters ?? []).flatMap((parameter) =>
    'in' in parameter && parameter.in === 'query' ? [parameter.name] : [],
  );
  return { inBody: schema ? texts(schema, document, []) : [], inQuery };
}

function texts(schema: Schema, document: OpenAPIObject, path: string[]): string[][] {
  if (schema.$ref) {
    const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] as Schema | undefined;
    return named ? texts(named, document, path) : [];
  }
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? [])];
  if (parts.length > 0) return parts.flatMap((part) => texts(part, document, path));
  if (schema.type === 'string') return schema.enum ? [] : [path];
  if (schema.items) return texts(schema.items, document, [...path, '0']);
  const more = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null;
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) => texts(part, document, [...path, name])),
    ...(more ? texts(more, document, [...path, 'en']) : []),
  ];
}
