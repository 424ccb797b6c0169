import type { OpenAPIObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';

import type { OutgoingContent } from '../src/messages/outgoing-content.js';
import type { StaffEventName } from '../src/realtime/events.js';
import { apiDocument } from './support/openapi.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  example?: unknown;
  allOf?: Schema[];
  oneOf?: Schema[];
  required?: string[];
  properties?: Record<string, Schema>;
}

/** Records of all: an event or a kind of content that is added is missed here first. */
const EVENTS: Record<StaffEventName, true> = {
  'message.created': true,
  'message.updated': true,
  'message.removed': true,
  'conversation.created': true,
  'conversation.updated': true,
  'conversation.removed': true,
  'notification.created': true,
  'counts.updated': true,
  'channel.updated': true,
  presence: true,
  viewing: true,
  typing: true,
  'session.ended': true,
};
const KINDS: Record<OutgoingContent['type'], true> = {
  text: true,
  image: true,
  video: true,
  audio: true,
  document: true,
  sticker: true,
  location: true,
  contacts: true,
  buttons: true,
  list: true,
  template: true,
};

let document: OpenAPIObject;
let operations: [name: string, operation: Operation][];

beforeAll(async () => {
  document = await apiDocument();
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method): [string, Operation][] => {
      const operation = item[method];
      return operation && path.startsWith('/api/') ? [[`${method.toUpperCase()} ${path}`, operation]] : [];
    }),
  );
}, 90_000);

describe('F4: who knows nothing but the document', () => {
  it('is told how to follow by socket: where, each event, how to resume', () => {
    const { description = '' } = document.info;
    for (const word of ['/socket.io', '`/staff`', 'position', 'connect_error', 'reset: true'])
      expect(description).toContain(word);
    for (const event of Object.keys(EVENTS)) expect(description).toContain(`\`${event}\``);
    for (const asked of ['resume {', 'conversation.view {', 'conversation.leave', 'typing.start {', 'typing.stop {'])
      expect(description).toContain(`\`${asked}`);
  });

  it('is told each kind of content that can be sent', () => {
    for (const kind of Object.keys(KINDS)) expect(document.info.description).toContain(`\`${kind}\``);
  });

  it('reads what each operation is for, and what it asks of whom', () => {
    const silent = operations.filter(
      ([, { summary, description = '' }]) => !summary || !/key|everybody/.test(description),
    );
    expect(silent.map(([name]) => name)).toEqual([]);
    const send = document.paths['/api/v1/conversations/{id}/messages']?.post;
    expect(send?.description).toContain('scope `conversation:write`');
  });

  it('sees an example wherever a body must have words', () => {
    const bare = operations.flatMap(([name, { requestBody }]) => {
      const schema = requestBody && 'content' in requestBody ? requestBody.content['application/json']?.schema : null;
      return schema ? wordless(schema as Schema).map((field) => `${name} ${field}`) : [];
    });
    expect(bare).toEqual([]);
  });
});

/** Required members that a reader could not fill in from their schema alone. */
function wordless(schema: Schema): string[] {
  const { required = [], properties = {} } = schema.$ref ? named(schema.$ref) : schema;
  return required.flatMap((name) => {
    const given = properties[name] ?? {};
    const member = given.allOf?.[0] ?? given;
    const part = member.$ref ? { ...named(member.$ref), ...given } : member;
    if (part.example !== undefined || part.enum || part.format || part.oneOf) return [];
    if (part.type === 'object') return part.properties ? wordless(part).map((inner) => `${name}.${inner}`) : [name];
    return part.type === 'string' ? [name] : [];
  });
}

function named(ref: string): Schema {
  return (document.components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {}) as Schema;
}
