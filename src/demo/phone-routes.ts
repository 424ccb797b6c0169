import { readFile } from 'node:fs/promises';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Clock } from '../common/clock.js';
import { DomainError, NotFoundError } from '../common/errors.js';
import { problemOf } from '../common/problem.js';
import { refuse } from '../common/refuse.js';
import { readAdvance, readSaid } from './phone-input.js';
import type { Phones } from './phones.js';

const PAGE = new URL('../../web/dist/phone.html', import.meta.url);
/** Proxies and browsers give a silent stream up. */
const STILL_HERE_MS = 15_000;
/** What WhatsApp takes. */
const LARGEST_PHOTO = 5_000_000;

interface OfGuest {
  Params: { id: string };
}

/** The guest's phone: its page and what the page asks for. Without a sign-in, because it is there in the demo only. */
export function registerPhone(
  fastify: FastifyInstance,
  phones: Phones,
  clock: Clock,
  hotelName: () => Promise<string>,
): void {
  void fastify.register((scope, _options, done) => {
    readJson(scope);
    scope.setErrorHandler(refuseError);

    scope.get('/demo/phone', async (_request, reply) => {
      const page = await readFile(PAGE).catch(() => null);
      if (!page) throw new NotFoundError('page: the screens are not built (npm run build:web)');
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
    });
    scope.get('/demo/api/hotel', async () => ({ name: await hotelName() }));
    scope.get('/demo/api/guests', () => phones.guests());
    scope.get<OfGuest>('/demo/api/guests/:id/messages', ({ params }) => phones.messages(params.id));
    scope.post<OfGuest>('/demo/api/guests/:id/messages', ({ params, body }, reply) => {
      say(phones, params.id, body);
      return reply.code(202).send();
    });
    scope.post<OfGuest>('/demo/api/guests/:id/photo', ({ params, body, headers }, reply) => {
      if (!Buffer.isBuffer(body)) throw new DomainError('unsupported', 'unsupported_media_type', 'Send a photo.');
      phones.sendsPhoto(params.id, { mimeType: headers['content-type'] ?? '', bytes: body });
      return reply.code(202).send();
    });
    scope.get<OfGuest>('/demo/api/files/:id', ({ params }, reply) => {
      const { mimeType, bytes } = phones.file(params.id);
      const safe = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/)/.test(mimeType)
        ? mimeType
        : 'application/octet-stream';
      return reply.type(safe).header('x-content-type-options', 'nosniff').send(bytes);
    });
    scope.post<OfGuest>('/demo/api/guests/:id/read', ({ params }, reply) => {
      phones.reads(params.id);
      return reply.code(204).send();
    });
    scope.post('/demo/api/clock', ({ body }) => {
      clock.advance(readAdvance(body));
      return { now: clock.now() };
    });
    streamEvents(scope, phones);
    done();
  });
}

function say(phones: Phones, guestId: string, body: unknown): void {
  const said = readSaid(body);
  if (said.kind === 'text') phones.writes(guestId, said.text);
  else if (said.kind === 'choice') phones.chooses(guestId, said);
  else phones.reacts(guestId, said);
}

/** Server-Sent Events: which phone has news. What the news is, the page reads. */
function streamEvents(scope: FastifyInstance, phones: Phones): void {
  scope.get('/demo/api/events', (request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 1000\n\n');
    const stop = phones.listen((guestId) => raw.write(`data: ${JSON.stringify({ guestId })}\n\n`));
    const stillHere = setInterval(() => raw.write(':\n\n'), STILL_HERE_MS);
    request.raw.on('close', () => {
      stop();
      clearInterval(stillHere);
    });
  });
}

/** Nest brings its own reading of bodies for its own routes; these are beside them. */
function readJson(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const photo = { parseAs: 'buffer', bodyLimit: LARGEST_PHOTO } as const;
  scope.addContentTypeParser(['image/jpeg', 'image/png'], photo, (_request, body, parsed) => parsed(null, body));
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
    if (body === '') return parsed(null, undefined);
    try {
      parsed(null, JSON.parse(String(body)));
    } catch {
      parsed(new DomainError('invalid', 'invalid_json', 'The body is not valid JSON.'));
    }
  });
}

function refuseError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  if (problem.unexpected) request.log.error(error);
  refuse(problem, reply, request.id);
}
