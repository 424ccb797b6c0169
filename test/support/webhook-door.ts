import { createHmac } from 'node:crypto';

import Fastify, { type FastifyInstance } from 'fastify';

import type { ChannelConnection, Channels } from '../../src/channels/index.js';
import { Metrics } from '../../src/common/metrics.js';
import type { Config, DoorConfig } from '../../src/config/index.js';
import type { IngestionService } from '../../src/messages/index.js';
import type { WebhookTrace } from '../../src/webhooks/webhook-trace.js';
import { WebhooksRoutes } from '../../src/webhooks/webhooks.routes.js';
import { DOOR, type IngestionDesk } from './ingestion.js';

export interface DoorOptions {
  ingestion: Pick<IngestionService, 'ingest'>;
  /** who finds the channels */
  channels: Pick<Channels, 'forWebhook' | 'siblings'>;
  trustProxy?: false | string[];
  limits?: DoorConfig;
}

/** The door of webhooks on a port of its own, before whatever stores. */
export async function openDoor(
  desk: IngestionDesk,
  { ingestion, channels, trustProxy = false, limits = DOOR }: DoorOptions,
): Promise<{ url: string; metrics: Metrics; server: FastifyInstance }> {
  const server = Fastify();
  const metrics = new Metrics();
  const known = { ...channels, adapter: () => desk.adapter } as unknown as Channels;
  const config = { door: limits } as Config;
  new WebhooksRoutes(known, ingestion as IngestionService, metrics, config, { on: false } as WebhookTrace).register(
    server,
    trustProxy,
  );
  return { url: await server.listen({ host: '127.0.0.1', port: 0 }), metrics, server };
}

export interface Posted {
  status: number;
  code: string | undefined;
  retryAfter: string | null;
}

export function sign(body: Buffer, secret = 'app-secret'): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export async function postWebhook(
  url: string,
  channel: Pick<ChannelConnection, 'id'>,
  body: Buffer,
  given: { signature?: string | null; provider?: string; from?: string } = {},
): Promise<Posted> {
  const { signature = sign(body), provider = 'meta-cloud', from } = given;
  const answer = await fetch(`${url}/webhooks/${provider}/${channel.id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
      ...(from === undefined ? {} : { 'x-forwarded-for': from }),
    },
    body: new Uint8Array(body),
  });
  const text = await answer.text();
  const code = answer.headers.get('content-type')?.includes('problem+json')
    ? (JSON.parse(text) as { code: string }).code
    : undefined;
  return { status: answer.status, code, retryAfter: answer.headers.get('retry-after') };
}
