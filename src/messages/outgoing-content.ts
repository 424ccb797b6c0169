import type {
  ButtonsContent,
  ContactsContent,
  ListContent,
  LocationContent,
  MediaKind,
  TemplateComponent,
  TemplateContent,
  TemplateParameter,
  TextContent,
} from '../channels/index.js';
import { DomainError, type FieldError } from '../common/errors.js';
import { codePoints } from '../common/text.js';

/** Media that staff send: one of our media rows. */
export interface MediaReference {
  type: MediaKind;
  mediaId: string;
  caption: string | null;
}

/** What staff and integrations may send. */
export type OutgoingContent =
  | TextContent
  | MediaReference
  | LocationContent
  | ContactsContent
  | ButtonsContent
  | ListContent
  | TemplateContent;

export class InvalidContentError extends DomainError {
  override readonly name = 'InvalidContentError';

  constructor(errors: FieldError[]) {
    super('invalid', 'invalid_content', errors[0]?.message ?? 'This content cannot be sent.', { errors });
  }
}

export class MessageTooLongError extends DomainError {
  override readonly name = 'MessageTooLongError';

  constructor(length: number, max: number, field = 'content.text') {
    super('invalid', 'message_too_long', `A message has at most ${max} characters; this one has ${length}.`, {
      errors: [{ field, code: 'message_too_long', message: `${length} of ${max} characters` }],
    });
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Line breaks and tabs are what people type; other control characters are not (E5). */
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/**
 * What people and programs ask to send, checked (E5). Throws InvalidContentError or MessageTooLongError.
 * Text is kept verbatim: it is escaped where it is shown. The channel's own limits are its adapter's.
 */
export function readOutgoingContent(input: unknown, maxLength: number): OutgoingContent {
  const read = new Reader('content', object(input, 'content'), maxLength);
  const type = read.text('type');
  switch (type) {
    case 'text':
      return { type, text: sentence(read.text('text'), 'content.text', maxLength) };
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return { type, mediaId: read.uuid('mediaId'), caption: read.optionalText('caption') };
    case 'location':
      return {
        type,
        latitude: read.number('latitude', -90, 90),
        longitude: read.number('longitude', -180, 180),
        name: read.optionalText('name'),
        address: read.optionalText('address'),
      };
    case 'contacts':
      return {
        type,
        contacts: read.list('contacts').map((card) => ({
          name: card.text('name'),
          organisation: card.optionalText('organisation'),
          phones: card
            .list('phones')
            .map((entry) => ({ phone: entry.text('phone'), type: entry.optionalText('type') })),
          emails: card
            .optionalList('emails')
            .map((entry) => ({ email: entry.text('email'), type: entry.optionalText('type') })),
        })),
      };
    case 'buttons':
      return {
        type,
        body: sentence(read.text('body'), 'content.body', maxLength),
        buttons: read.list('buttons').map((button) => ({ id: button.text('id'), title: button.text('title') })),
      };
    case 'list':
      return {
        type,
        body: sentence(read.text('body'), 'content.body', maxLength),
        button: read.text('button'),
        sections: read.list('sections').map((section) => ({
          title: section.optionalText('title'),
          rows: section.list('rows').map((row) => ({
            id: row.text('id'),
            title: row.text('title'),
            description: row.optionalText('description'),
          })),
        })),
      };
    case 'template':
      return {
        type,
        name: read.text('name'),
        language: read.text('language'),
        components: read.optionalList('components').map(templateComponent),
        text: read.optionalText('text'),
      };
    default:
      throw wrong('content.type', 'unknown_type', `"${type}" is no kind of content that can be sent.`);
  }
}

/** Words of a note or message: not empty, not too long, no control characters. */
export function sentence(text: string, field: string, maxLength: number): string {
  clean(text, field);
  if (text.trim() === '') throw wrong(field, 'empty', 'There is nothing to send.');
  return notTooLong(text, field, maxLength);
}

function templateComponent(read: Reader): TemplateComponent {
  const type = read.oneOf('type', ['header', 'body', 'button'] as const);
  const parameters = read.optionalList('parameters').map(templateParameter);
  if (type !== 'button') return { type, parameters };
  return {
    type,
    parameters,
    subType: read.oneOf('subType', ['quick_reply', 'url'] as const),
    index: read.number('index', 0, 9),
  };
}

function templateParameter(read: Reader): TemplateParameter {
  const type = read.oneOf('type', ['text', 'payload', 'image', 'video', 'document'] as const);
  if (type === 'payload') return { type, payload: read.text('payload') };
  if (type !== 'text') return { type, mediaId: read.uuid('mediaId') };
  const name = read.optionalText('name');
  return { type, text: read.text('text'), ...(name === null ? {} : { name }) };
}

function object(input: unknown, field: string): Record<string, unknown> {
  if (input === null || typeof input !== 'object' || Array.isArray(input))
    throw wrong(field, 'is_object', `${field} must be an object.`);
  return Object.fromEntries(Object.entries(input));
}

function wrong(field: string, code: string, message: string): InvalidContentError {
  return new InvalidContentError([{ field, code, message }]);
}

/** Reads members of one object; each mistake names its field. A wrong type has the code it has in every other body. */
class Reader {
  constructor(
    private readonly path: string,
    private readonly value: Record<string, unknown>,
    /** of each text, in code points */
    private readonly maxLength: number,
  ) {}

  text(member: string): string {
    const value = this.value[member];
    const field = `${this.path}.${member}`;
    if (value === undefined || value === null || value === '') throw wrong(field, 'missing', `${field} must be given.`);
    if (typeof value !== 'string') throw wrong(field, 'is_string', `${field} must be text.`);
    return notTooLong(clean(value, field), field, this.maxLength);
  }

  optionalText(member: string): string | null {
    const value = this.value[member];
    return value === undefined || value === null ? null : this.text(member);
  }

  uuid(member: string): string {
    const value = this.text(member);
    if (!UUID.test(value)) throw wrong(`${this.path}.${member}`, 'is_uuid', `${this.path}.${member} must be an id.`);
    return value;
  }

  number(member: string, min: number, max: number): number {
    const value = this.value[member];
    const field = `${this.path}.${member}`;
    const message = `${field} must be a number from ${min} to ${max}.`;
    if (value === undefined || value === null) throw wrong(field, 'missing', message);
    if (typeof value !== 'number') throw wrong(field, 'is_number', message);
    if (!(value >= min && value <= max)) throw wrong(field, 'not_in_range', message);
    return value;
  }

  oneOf<const T extends readonly string[]>(member: string, values: T): T[number] {
    const value = this.text(member);
    const found = values.find((candidate) => candidate === value);
    if (found === undefined)
      throw wrong(
        `${this.path}.${member}`,
        'unknown_value',
        `${this.path}.${member} must be one of ${values.join(', ')}.`,
      );
    return found;
  }

  list(member: string): Reader[] {
    const readers = this.optionalList(member);
    if (readers.length === 0)
      throw wrong(`${this.path}.${member}`, 'missing', `${this.path}.${member} must have entries.`);
    return readers;
  }

  optionalList(member: string): Reader[] {
    const value = this.value[member] ?? [];
    const field = `${this.path}.${member}`;
    if (!Array.isArray(value)) throw wrong(field, 'is_array', `${field} must be a list.`);
    if (value.length > 100) throw wrong(field, 'too_many', `${field} has too many entries.`);
    return value.map(
      (entry, index) => new Reader(`${field}[${index}]`, object(entry, `${field}[${index}]`), this.maxLength),
    );
  }
}

function notTooLong(text: string, field: string, max: number): string {
  const length = codePoints(text);
  if (length > max) throw new MessageTooLongError(length, max, field);
  return text;
}

function clean(text: string, field: string): string {
  if (CONTROL.test(text) || !text.isWellFormed())
    throw wrong(field, 'control_characters', `${field} has characters that cannot be sent.`);
  return text;
}
