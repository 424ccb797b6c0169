import type { IncomingMessage, ServerResponse } from 'node:http';

import { compile, default as addressOf } from '@fastify/proxy-addr';
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
import { newId } from '../common/ids.js';
import { Metrics } from '../common/metrics.js';
import { problemBody, problemOf } from '../common/problem.js';
import { givenId } from '../common/trace.js';
import { Config } from '../config/config.js';
import { IngestionService, StoreBusyError } from '../messages/index.js';
import { addressEvents, unreadableReceipt } from './addressing.js';
import { readBody } from './body.js';
import { DoorLoad } from './door-load.js';
import { WebhookTrace, type Received } from './webhook-trace.js';

/** Wrong signatures and verify tokens from one address in ten minutes; after that it is told when to come back (E16). */
const STRANGERS = { most: 60, windowMs: 10 * 60_000 };

interface Address {
  provider: string;
  channelId: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PATH = '/webhooks/:provider/:channelId';
const POSTED = /^\/webhooks\/([\w-]+)\/([\w-]+)(?:\?|$)/;

/**
 * The door: verify over the raw bytes, parse once, store, answer (promise 1). A POST is taken from Node's server
 * before Fastify sees it, because hooks, router and reply were a sixth of what a message costs (docs/performance.md);
 * what comes another way (an address written oddly, a request that is only made up) finds the same door as a route.
 */
@Injectable()
export class WebhooksRoutes {
  private readonly logger = new Logger(WebhooksRoutes.name);
  private readonly strangers = new Throttle(STRANGERS.most, STRANGERS.windowMs);
  private readonly load: DoorLoad;
  private trusted: (address: string, hop: number) => boolean = () => false;

  constructor(
    private readonly channels: Channels,
    private readonly ingestion: IngestionService,
    private readonly metrics: Metrics,
    private readonly config: Config,
    private readonly trace: WebhookTrace,
  ) {
    this.load = new DoorLoad(config.door);
    metrics.gauge('bellhop_door_requests', 'Webhooks that are read, wait or are being stored', [], (gauge) =>
      gauge.set(this.load.requests),
    );
    metrics.gauge('bellhop_door_bytes', 'Bytes of these webhooks', [], (gauge) => gauge.set(this.load.bytes));
  }

  /** `trustProxy`: addresses of the proxies in front, whose word on where a request comes from is taken. */
  register(fastify: FastifyInstance, trustProxy: false | string[]): void {
    if (trustProxy) this.trusted = compile(trustProxy);
    void fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      // The door reads the bytes itself.
      scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null));
      scope.setErrorHandler((error, request, reply) => {
        reply.hijack();
        this.refuse(reply.raw, error, request.id);
      });
      scope.get<{ Params: Address; Querystring: Record<string, string | undefined> }>(PATH, (request, reply) =>
        this.handshake(request, reply),
      );
      scope.post<{ Params: Address }>(PATH, (request, reply) => {
        reply.hijack();
        void this.receive(request.params, request.raw, reply.raw);
      });
      done();
    });
    this.standBefore(fastify);
  }

  private standBefore({ server }: FastifyInstance): void {
    const others = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const address = request.method === 'POST' ? POSTED.exec(request.url ?? '') : null;
      if (address) void this.receive({ provider: address[1]!, channelId: address[2]! }, request, response);
      else for (const other of others) other.call(server, request, response);
    });
  }

  private async handshake(
    request: FastifyRequest<{ Params: Address; Querystring: Record<string, string | undefined> }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { channel, adapter } = await withinTime(this.channelOf(request.params), this.config.door.waitMs);
    const answer = adapter.handshake(channel, request.query);
    if (answer === null) {
      this.countStranger(request.raw);
      throw new DomainError('forbidden', 'verification_failed', 'The verify token is not this channel’s.');
    }
    return reply.type('text/plain; charset=utf-8').send(answer);
  }

  private async receive(address: Address, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const held = this.load.take();
      let kept: Promise<void> | undefined;
      try {
        const raw = await readBody(request, held);
        kept = this.take(address, request, raw);
        await withinTime(kept, this.config.door.waitMs);
      } finally {
        // Not at the answer where that is 503 for its lateness: what is asked or stored still has the bytes.
        const letGo = (): void => held.letGo();
        if (kept) void kept.then(letGo, letGo);
        else letGo();
      }
      response.writeHead(200, STORED_HEADERS).end(STORED);
    } catch (error) {
      this.refuse(response, error, newId());
    }
  }

  /** Resolves when every event of the body is committed. */
  private async take(address: Address, request: IncomingMessage, raw: Buffer): Promise<void> {
    const { channel, adapter } = await this.channelOf(address);
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
    const received = this.trace.on ? receivedOf(request, raw) : null;
    const arrivals = await addressEvents(events, channel, () => this.channels.siblings(channel));
    await this.ingestion.ingest(arrivals);
    if (received) void this.trace.tell(arrivals, received);
  }

  /** After the check, never before it: what is well signed is taken, whoever else sends from that address. */
  private countStranger(request: IncomingMessage): void {
    const wait = this.strangers.take(networkOf(addressOf(request, this.trusted)));
    if (wait === null) return;
    const detail = `Too many requests that are not signed by the provider. Try again in ${wait} s.`;
    throw new DomainError('limited', 'limited', detail, { retryAfterSeconds: wait });
  }

  private async channelOf(address: Address): Promise<{ channel: ChannelConnection; adapter: ProviderAdapter }> {
    const channel = UUID.test(address.channelId)
      ? await this.channels.forWebhook(address.provider as Provider, address.channelId)
      : null;
    if (!channel) throw new NotFoundError('channel');
    return { channel, adapter: this.channels.adapter(channel.provider) };
  }

  private refuse(response: ServerResponse, error: unknown, traceId: string): void {
    if (response.headersSent || response.destroyed) return; // the provider has gone, or was answered
    const problem = problemOf(error);
    // Whatever went wrong on our side, the provider must come again: only 503 says that everywhere.
    if (problem.unexpected)
      this.logger.error(`Webhook ${traceId} failed: ${error instanceof Error ? error.stack : String(error)}`);
    const answer = problem.unexpected ? problemOf(new StoreBusyError()) : problem;
    this.metrics.refused.inc({ code: answer.code });
    const body = Buffer.from(JSON.stringify(problemBody(answer, traceId)));
    if (answer.retryAfterSeconds !== null) response.setHeader('retry-after', String(answer.retryAfterSeconds));
    // What is left of a body that is refused is not waited for.
    if (!response.req.complete) response.setHeader('connection', 'close');
    response
      .writeHead(answer.status, {
        'content-type': 'application/problem+json; charset=utf-8',
        'content-length': body.length,
        'x-request-id': traceId,
      })
      .end(body);
  }
}

function receivedOf(request: IncomingMessage, raw: Buffer): Received {
  return { requestId: givenId(request.headers) ?? newId(), at: new Date(), bytes: raw.length };
}

const STORED = Buffer.from('stored');
const STORED_HEADERS = { 'content-type': 'text/plain', 'content-length': STORED.length };

/** The commit may still come after the time is up; the provider's retry then finds it stored. */
async function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreBusyError()), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
