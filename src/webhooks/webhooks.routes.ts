import { Injectable, Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { networkOf, Throttle } from '../auth/index.js';
import {
  Channels,
  UnreadablePayloadError,
  type ChannelConnection,
  type ParsedEvent,
  type Provider,
  type ProviderAdapter,
} from '../channels/index.js';
import { DomainError, NotFoundError } from '../common/errors.js';
import { problemBody, problemOf } from '../common/problem.js';
import { IngestionService, StoreBusyError } from '../messages/index.js';
import { addressEvents, unreadableReceipt } from './addressing.js';

/** contracts/meta-cloud.md 2.2: a POST may have 3 MB. */
const BODY_LIMIT = 3 * 1024 * 1024;
/** Every webhook is answered within 3 s, also while the database hangs (B2). */
const ANSWER_MS = 2_500;

/** Wrong signatures and verify tokens from one address in ten minutes; after that it is told when to come back (E16). */
const STRANGERS = { most: 60, windowMs: 10 * 60_000 };

interface Address {
  Params: { provider: string; channelId: string };
  Querystring: Record<string, string | undefined>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The door: verify over the raw bytes, parse once, store, answer (promise 1). Plain Fastify routes beside
 * Nest's: the body stays the bytes that were signed, and nothing parses it a second time.
 */
@Injectable()
export class WebhooksRoutes {
  private readonly logger = new Logger(WebhooksRoutes.name);
  private readonly strangers = new Throttle(STRANGERS.most, STRANGERS.windowMs);

  constructor(
    private readonly channels: Channels,
    private readonly ingestion: IngestionService,
  ) {}

  register(fastify: FastifyInstance): void {
    void fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, parsed) =>
        parsed(null, body),
      );
      scope.setErrorHandler((error, request, reply) => this.refuse(request, reply, error));
      scope.get<Address>('/webhooks/:provider/:channelId', (request, reply) => this.handshake(request, reply));
      // Headers for browsers are no use to a provider, and were 2 % of the time (docs/performance.md).
      scope.post<Address>('/webhooks/:provider/:channelId', { helmet: false }, (request, reply) =>
        this.receive(request, reply),
      );
      done();
    });
  }

  private async handshake(request: FastifyRequest<Address>, reply: FastifyReply): Promise<FastifyReply> {
    const { channel, adapter } = await withinTime(this.channelOf(request.params));
    const answer = adapter.handshake(channel, request.query);
    if (answer === null) {
      this.countStranger(request);
      throw new DomainError('forbidden', 'verification_failed', 'The verify token is not this channel’s.');
    }
    return reply.type('text/plain; charset=utf-8').send(answer);
  }

  private async receive(request: FastifyRequest<Address>, reply: FastifyReply): Promise<FastifyReply> {
    await withinTime(this.take(request));
    return reply.code(200).type('text/plain').send('stored');
  }

  /** Resolves when every event of the body is committed. */
  private async take(request: FastifyRequest<Address>): Promise<void> {
    const { channel, adapter } = await this.channelOf(request.params);
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!adapter.verify(channel, request.headers, raw)) {
      this.countStranger(request);
      throw new DomainError('unauthenticated', 'bad_signature', 'The signature is not that of this channel.');
    }
    let events: ParsedEvent[];
    try {
      events = adapter.parse(raw);
    } catch (error) {
      if (!(error instanceof UnreadablePayloadError)) throw error;
      await this.ingestion.ingest([unreadableReceipt(channel, raw, error)]);
      throw new DomainError('invalid', 'invalid_json', 'The body is not a JSON object. It is kept for review.');
    }
    await this.ingestion.ingest(await addressEvents(events, channel, () => this.channels.siblings(channel)));
  }

  /** After the check, never before it: what is well signed is taken, whoever else sends from that address. */
  private countStranger(request: FastifyRequest<Address>): void {
    const wait = this.strangers.take(networkOf(request.ip));
    if (wait === null) return;
    const detail = `Too many requests that are not signed by the provider. Try again in ${wait} s.`;
    throw new DomainError('limited', 'limited', detail, { retryAfterSeconds: wait });
  }

  private async channelOf(
    params: Address['Params'],
  ): Promise<{ channel: ChannelConnection; adapter: ProviderAdapter }> {
    const channel = UUID.test(params.channelId)
      ? await this.channels.forWebhook(params.provider as Provider, params.channelId)
      : null;
    if (!channel) throw new NotFoundError('channel');
    return { channel, adapter: this.channels.adapter(channel.provider) };
  }

  private refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
    const problem = problemOf(error);
    // Whatever went wrong on our side, the provider must come again: only 503 says that everywhere.
    if (problem.unexpected)
      this.logger.error(`Webhook failed: ${error instanceof Error ? error.stack : String(error)}`);
    const answer = problem.unexpected ? problemOf(new StoreBusyError()) : problem;
    if (answer.retryAfterSeconds !== null) void reply.header('retry-after', String(answer.retryAfterSeconds));
    return reply
      .code(answer.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(answer, request.id)));
  }
}

/** The commit may still come after the time is up; the provider's retry then finds it stored. */
async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreBusyError()), ANSWER_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
