import type { Dispatcher } from 'undici';

import type { ChannelConnection } from '../port.js';
import type { SendFailure, SendOutcome } from '../send-outcome.js';
import type { MessageInvalid } from './checked.js';
import { failureOf } from './errors.js';
import { isObject, objects, type JsonObject } from './json.js';
import { post, type HttpResult } from './http.js';

const OFFICIAL_HOST = 'graph.facebook.com';
const DEFAULT_VERSION = 'v25.0';

/** An address of this channel's Graph API and the token for it. */
export interface Endpoint {
  url: URL;
  token: string;
}

/** The number's own edge, `messages` where none is named; or why there is none. */
export function endpointOf(
  channel: ChannelConnection,
  house: GraphHouse,
  edge: 'messages' | 'media' = 'messages',
): Endpoint | SendFailure {
  if (!channel.externalId) return setup('This channel has no phone number id.');
  return graphObject(channel, house, [channel.externalId, edge]);
}

/** Any object of the Graph by the parts of its path; or why this channel can ask for none. */
export function graphObject(channel: ChannelConnection, house: GraphHouse, parts: string[]): Endpoint | SendFailure {
  const token = channel.credentials?.['accessToken'];
  if (!token) return setup('This channel has no access token.');
  const { graphUrl: own, graphVersion } = channel.settings;
  const base = graphBase(own, house);
  if (base === null) return setup('This channel’s Graph address is not allowed.');
  const version = graphVersion ?? DEFAULT_VERSION;
  if (typeof version !== 'string' || !/^v\d{1,3}\.\d{1,2}$/.test(version)) {
    return setup('This channel’s Graph version is none.');
  }
  const path = [base.pathname.replace(/\/$/, ''), version, ...parts.map(encodeURIComponent)].join('/');
  return { url: new URL(path, base), token };
}

/** Where the house sends to: META_GRAPH_URL. `anyGraphUrl`: a channel may name any other (demo, its simulator). */
export interface GraphHouse {
  graphUrl: string;
  anyGraphUrl?: boolean;
}

/**
 * The base a channel's calls go to; null: not allowed. A channel's own address gets the token sent to it,
 * so an administrator may choose only what the house chose already, or the provider itself; over TLS
 * where it is the provider.
 */
export function graphBase(own: unknown, { graphUrl, anyGraphUrl = false }: GraphHouse): URL | null {
  const house = new URL(graphUrl);
  if (own === undefined || own === null || own === '') return house;
  const url = typeof own === 'string' && URL.canParse(own) ? new URL(own) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  if (anyGraphUrl || (url.host === house.host && url.protocol === house.protocol)) return url;
  return url.host === OFFICIAL_HOST && url.protocol === 'https:' ? url : null;
}

function setup(reason: string): SendFailure {
  return {
    code: 'connection_expired',
    reason: `${reason} An administrator must set it.`,
    passes: false,
    retryAfterMs: null,
    scope: 'channel',
    providerCode: null,
    providerDetail: null,
  };
}

export function call(
  dispatcher: Dispatcher,
  { url, token }: Endpoint,
  body: object,
  signal: AbortSignal,
): Promise<HttpResult> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  return post(dispatcher, { url, headers, body: JSON.stringify(body) }, signal);
}

/**
 * An answer to a send, as its outcome. Only Graph's own words say that a message was not taken: a 5xx
 * with a Graph error in it is a refusal, while a 502 from something in between, a cut answer or a 200
 * without an id may all stand for a message that is on the guest's phone. Those are `unknown`, and the
 * statuses, which carry our ref, settle them.
 */
export function outcomeOf(result: HttpResult, token: string): SendOutcome {
  if (result.kind === 'not-sent') return { kind: 'unreachable', detail: hidden(result.detail, token) };
  if (result.kind === 'cut') return { kind: 'unknown', detail: hidden(result.detail, token) };
  const { status, headers } = result;
  const body = readAnswer(hidden(result.body, token));
  if (status >= 200 && status < 300) {
    const id = objects(body?.['messages'])[0]?.['id'];
    return typeof id === 'string' && id !== ''
      ? { kind: 'accepted', providerId: id }
      : { kind: 'unknown', detail: `HTTP ${status} without a message id` };
  }
  const wait = retryAfter(headers['retry-after']);
  if (isObject(body?.['error'])) return { kind: 'refused', failure: failureOf(body['error'], wait) };
  if (status === 429) return { kind: 'refused', failure: failureOf({ code: 4, message: 'HTTP 429' }, wait) };
  if (status >= 400 && status < 500) {
    return {
      kind: 'refused',
      failure: { ...failureOf({ message: `HTTP ${status}` }), reason: `WhatsApp refused it (HTTP ${status}).` },
    };
  }
  return { kind: 'unknown', detail: `HTTP ${status} without a Graph answer` };
}

/** Seconds or a date, whichever the header has. */
export function retryAfter(header: string | string[] | undefined): number | null {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return null;
  if (/^\d{1,7}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

export function readAnswer(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Graph quotes a malformed token back in its error; it must not reach a row or a log. */
export function hidden(text: string, token: string): string {
  return text.replaceAll(token, '[token]');
}

/** What the builder would not make, as the refusal it would have been. */
export function invalid({ field, reason }: MessageInvalid): SendOutcome {
  const recipient = field === 'to' || field.startsWith('to.');
  const failure: SendFailure = {
    code: recipient ? 'recipient_invalid' : 'message_invalid',
    reason: recipient
      ? 'WhatsApp cannot be told who this guest is.'
      : `This message cannot be sent: ${field} ${reason}.`,
    passes: false,
    retryAfterMs: null,
    scope: recipient ? 'guest' : 'message',
    providerCode: null,
    providerDetail: `${field} ${reason}`,
  };
  return { kind: 'refused', failure };
}
