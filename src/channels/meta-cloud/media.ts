import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

import { request, type Dispatcher } from 'undici';

import type { MediaOpened, MediaUploaded, UploadFile } from '../media-outcome.js';
import type { ChannelConnection } from '../port.js';
import { failureOf } from './errors.js';
import { endpointOf, graphObject, hidden, readAnswer, retryAfter, type Endpoint, type GraphHouse } from './graph.js';
import { isObject, words, type JsonObject } from './json.js';
import { sha256Hex } from './sha256.js';

/** Uploads are kept 30 days; one less, so that a send that waits does not find it gone. */
const HELD_DAYS = 29;
const MOST_REDIRECTS = 3;
/** Where Meta keeps files: the token travels along, so it goes nowhere else. */
const FILE_HOSTS = /(^|\.)(fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.net)$/;

/**
 * The address of a file lives five minutes and the one in a webhook may be dead by now, so it is always asked
 * for anew by the id, which lives for seven days (contract meta-cloud 10).
 */
export async function openMedia(
  agent: Dispatcher,
  channel: ChannelConnection,
  house: GraphHouse,
  mediaId: string,
  signal: AbortSignal,
): Promise<MediaOpened> {
  const endpoint = graphObject(channel, house, [mediaId]);
  if ('code' in endpoint) return { kind: 'refused', failure: endpoint };
  try {
    if (channel.externalId) endpoint.url.searchParams.set('phone_number_id', channel.externalId);
    const told = await ask(agent, endpoint, { method: 'GET', signal });
    if (!told.ok) return toldOtherwise(told);
    const address = words(told.body['url']);
    if (address === null) return { kind: 'unreachable', detail: 'The answer names no address.' };
    const bytes = await download(agent, endpoint, address, signal);
    if ('detail' in bytes) return { kind: 'unreachable', detail: hidden(bytes.detail, endpoint.token) };
    return {
      kind: 'open',
      body: bytes.body,
      mimeType: words(told.body['mime_type']),
      size: sizeOf(told.body['file_size']),
      sha256: sha256Hex(told.body['sha256']),
    };
  } catch (error) {
    return { kind: 'unreachable', detail: hidden(String(error), endpoint.token) };
  }
}

/** Sends the bytes along as they are read: an upload costs no memory. */
export async function uploadMedia(
  agent: Dispatcher,
  channel: ChannelConnection,
  house: GraphHouse,
  file: UploadFile,
  signal: AbortSignal,
): Promise<MediaUploaded> {
  const endpoint = endpointOf(channel, house, 'media');
  if ('code' in endpoint) return { kind: 'refused', failure: endpoint };
  const boundary = `bellhop-${randomBytes(12).toString('hex')}`;
  const head = Buffer.from(
    field(boundary, 'messaging_product', 'whatsapp') +
      field(boundary, 'type', file.mimeType) +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quotable(file.filename)}"\r\n` +
      `Content-Type: ${file.mimeType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': String(head.length + file.size + tail.length),
  };
  const body = Readable.from(framed(head, file.path, tail), { objectMode: false });
  try {
    const told = await ask(agent, endpoint, { method: 'POST', headers, body, signal });
    if (told.ok) {
      const id = words(told.body['id']);
      return id === null
        ? { kind: 'unreachable', detail: 'The answer names no id.' }
        : { kind: 'held', providerMediaId: id, days: HELD_DAYS };
    }
    const other = toldOtherwise(told);
    return other.kind === 'gone' ? { kind: 'unreachable', detail: other.detail } : other;
  } catch (error) {
    return { kind: 'unreachable', detail: hidden(String(error), endpoint.token) };
  } finally {
    body.destroy();
  }
}

type Told =
  | { ok: true; body: JsonObject }
  | { ok: false; status: number; body: JsonObject | null; wait: number | null };

async function ask(
  agent: Dispatcher,
  { url, token }: Endpoint,
  {
    method,
    headers,
    body,
    signal,
  }: Pick<Dispatcher.RequestOptions, 'method' | 'body'> & {
    headers?: Record<string, string>;
    signal: AbortSignal;
  },
): Promise<Told> {
  const answer = await request(url, {
    dispatcher: agent,
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
    body: body ?? null,
    signal,
  });
  const read = readAnswer(hidden(await answer.body.text(), token));
  if (answer.statusCode === 200 && read !== null) return { ok: true, body: read };
  return { ok: false, status: answer.statusCode, body: read, wait: retryAfter(answer.headers['retry-after']) };
}

/** "Object does not exist" (100, subcode 33) is a file that has expired; other words of Graph's own are refusals. */
function toldOtherwise(told: Extract<Told, { ok: false }>): Exclude<MediaOpened, { kind: 'open' }> {
  const error = told.body?.['error'];
  if (!isObject(error)) return { kind: 'unreachable', detail: `HTTP ${told.status} without a Graph answer` };
  if (error['code'] === 100 && error['error_subcode'] === 33) return { kind: 'gone', detail: 'No such file any more.' };
  return { kind: 'refused', failure: failureOf(error, told.wait) };
}

async function download(
  agent: Dispatcher,
  { url: graph, token }: Endpoint,
  address: string,
  signal: AbortSignal,
): Promise<{ body: Readable } | { detail: string }> {
  let url = URL.canParse(address) ? new URL(address) : null;
  for (let hops = 0; url !== null && hops <= MOST_REDIRECTS; hops++) {
    if (!isFileHost(url, graph)) return { detail: `Files are not fetched from ${url.host}.` };
    // Without a User-Agent Meta's file hosts have been seen to refuse (contract meta-cloud 10).
    const headers = { authorization: `Bearer ${token}`, 'user-agent': 'Bellhop' };
    const answer = await request(url, { dispatcher: agent, headers, signal });
    if (answer.statusCode === 200) return { body: answer.body };
    await answer.body.dump();
    const { location } = answer.headers;
    if (answer.statusCode < 300 || answer.statusCode > 399 || typeof location !== 'string')
      return { detail: `HTTP ${answer.statusCode} for the file` };
    url = URL.canParse(location, url.href) ? new URL(location, url) : null;
  }
  return { detail: 'The file’s address leads nowhere.' };
}

/** Meta's own, over TLS; or where the Graph itself is (a simulator hands out addresses of its own). */
function isFileHost(url: URL, graph: URL): boolean {
  return url.origin === graph.origin || (url.protocol === 'https:' && FILE_HOSTS.test(url.hostname));
}

/** A string in Meta's pages, a number on its wire. */
function sizeOf(value: unknown): number | null {
  const size = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof size === 'number' && Number.isSafeInteger(size) ? size : null;
}

function field(boundary: string, name: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

function quotable(filename: string): string {
  return filename.replace(/[\r\n"\\]/g, '_');
}

async function* framed(head: Buffer, path: string, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  yield tail;
}
