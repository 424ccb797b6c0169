import { UnreadablePayloadError } from '../port.js';

export type JsonObject = Record<string, unknown>;

/** Why one item of a payload could not be understood. Caught per item: its neighbours go on. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    /** stable, for the review queue */
    readonly code: string,
    reason: string,
  ) {
    super(reason);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; anything else in it, or no list at all, is passed over. For what is only shown. */
export function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Text worth showing, or null: absent, empty, blank or of another type. */
export function words(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** Ids go into index keys, whose size PostgreSQL limits; the longest known wamid is far below this. */
const LONGEST_ID = 512;

/** An id, verbatim, or null where there is none. Meta's are strings; big numbers became strings in `readJson`. */
export function optionalId(value: unknown, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new Fault('bad_id', `${name} is no text`);
  if (value.length > LONGEST_ID) throw new Fault('bad_id', `${name} is longer than ${LONGEST_ID} characters`);
  if (value.includes('\0') || !value.isWellFormed())
    throw new Fault('bad_id', `${name} holds characters that no id has`);
  return value;
}

export function requiredId(value: unknown, name: string, code = 'missing_id'): string {
  const id = optionalId(value, name);
  if (id === null) throw new Fault(code, `${name} is missing`);
  return id;
}

export function requiredText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Fault('bad_text', `${name} is no text`);
  return value;
}

/** The object under `key`; everything a message says lies in one. */
export function part(holder: JsonObject, key: string): JsonObject {
  const value = holder[key];
  if (isObject(value)) return value;
  throw new Fault('missing_content', value === undefined ? `${key} is missing` : `${key} is no object`);
}

/** WhatsApp's first year and the year 2100: a time outside is milliseconds, or nonsense that would sort wrongly for ever. */
const EARLIEST = 1_230_768_000;
const LATEST = 4_102_444_800;

/** Unix seconds as Meta writes them: text in messages, a number in account news. */
export function time(value: unknown, name = 'timestamp'): Date {
  if (value === undefined || value === null || value === '') throw new Fault('missing_timestamp', `${name} is missing`);
  const seconds = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < EARLIEST || seconds >= LATEST) {
    throw new Fault('bad_timestamp', `${name} is no time in unix seconds`);
  }
  return new Date(seconds * 1000);
}

/** How deep a value may nest to be kept as JSON: JSON.stringify and jsonb both end in a stack error somewhere. */
const DEEPEST = 100;

export function keepable<T>(value: T): T {
  if (!shallow(value, DEEPEST)) throw new Fault('too_deep', `nested deeper than ${DEEPEST} levels`);
  return value;
}

function shallow(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((inner) => shallow(inner, left - 1));
}

/**
 * The payload as an object. Integers of 16 digits and more (message_template_id) would lose digits as
 * JavaScript numbers, and a reviver that sees the source text is not on Node 20: they are quoted first.
 * Only when there may be some, so an ordinary message costs one regular expression over its bytes.
 */
export function readJson(raw: Buffer): JsonObject {
  const source = raw.toString('utf8');
  let body: unknown;
  try {
    body = JSON.parse(BIG_INTEGER.test(source) ? quoteBigIntegers(source) : source);
  } catch {
    throw new UnreadablePayloadError('The body is not JSON.');
  }
  if (!isObject(body)) throw new UnreadablePayloadError('The body is not a JSON object.');
  return body;
}

const BIG_INTEGER = /[:,[]\s*-?\d{16}/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Walks the text instead of replacing by pattern: digits inside a guest's words must stay as they are. */
function quoteBigIntegers(source: string): string {
  let out = '';
  let copied = 0;
  let at = 0;
  while (at < source.length) {
    const char = source.charCodeAt(at);
    if (char === 0x22) {
      at = endOfString(source, at);
    } else if (char === 0x2d || (char >= 0x30 && char <= 0x39)) {
      NUMBER.lastIndex = at;
      const number = NUMBER.exec(source)?.[0] ?? source[at]!;
      if (/^-?\d{16,}$/.test(number)) {
        out += `${source.slice(copied, at)}"${number}"`;
        copied = at + number.length;
      }
      at += number.length;
    } else {
      at++;
    }
  }
  return out + source.slice(copied);
}

function endOfString(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source.charCodeAt(at) !== 0x22) at += source.charCodeAt(at) === 0x5c ? 2 : 1;
  return at + 1;
}
