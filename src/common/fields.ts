import { Transform } from 'class-transformer';
import {
  isEmail,
  isISO8601,
  isRFC3339,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateIf,
  type ValidationOptions,
} from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

import { isSupportedCountry } from 'libphonenumber-js';

import { codePoints } from './text.js';

// Control characters but tab and line breaks; among them NUL, which PostgreSQL refuses.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

// Reverses the order in which a text is shown: in a name or an address it can only deceive.
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/;
// What nobody sees: invisible formatting, fillers, spaces, and code points that are no characters.
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{C}\p{Z}\u2800]/gu;

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}))?$/;
const ZONE = /^(UTC|[A-Za-z_]+\/[A-Za-z0-9_+/-]+)$/;

/** May be left out, and is not null: class-validator's own IsOptional lets null through to where text is expected. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** May be left out or null, where null has a meaning. */
export const Nullable = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined && value !== null);

/** What the OpenAPI document says of such a field, or of each entry of a list of them. */
function Documented(schema: { type: 'string' } & ApiPropertyOptions, each = false): PropertyDecorator {
  return ApiProperty(each ? ({ type: 'array', items: schema } as ApiPropertyOptions) : schema);
}

export interface TextLimits {
  min?: number;
  max: number;
  /** line breaks allowed */
  lines?: boolean;
}

/**
 * Text a person types: trimmed, counted in code points, without control characters or broken surrogates. One that
 * must be given (`min`), a name, must show something, in the order in which it is written.
 */
export function IsText(limits: TextLimits, options?: ValidationOptions): PropertyDecorator {
  return applyDecorators(
    Documented({ type: 'string', minLength: limits.min ?? 0, maxLength: limits.max }, options?.each),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    ValidateBy(
      {
        name: 'isText',
        validator: {
          validate: (value) => isText(value, limits),
          defaultMessage: (about) =>
            `${about?.property} must be text of ${limits.min ?? 0} to ${limits.max} characters that can be seen`,
        },
      },
      options,
    ),
  );
}

/** Text that is written in one way only; `message` says which. */
export function IsLike(pattern: RegExp, options?: ValidationOptions): PropertyDecorator {
  return applyDecorators(Documented({ type: 'string', pattern: pattern.source }), Matches(pattern, options));
}

/** A moment as RFC 3339 that there is: no 30th of February, no year 0 (PostgreSQL knows neither). */
export function IsMoment(): PropertyDecorator {
  return applyDecorators(
    Documented({ type: 'string', format: 'date-time' }),
    ValidateBy({
      name: 'isMoment',
      validator: {
        validate: (value) =>
          typeof value === 'string' &&
          isRFC3339(value) &&
          isISO8601(value.replace(' ', 'T'), { strict: true }) &&
          !value.startsWith('0000'),
        defaultMessage: (about) => `${about?.property} must be a time as in RFC 3339, 2026-11-21T09:30:00Z`,
      },
    }),
  );
}

/** Language → text, as `names` and `autoReply`. */
export function IsTexts(limits: TextLimits): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: 'object',
      additionalProperties: { type: 'string', minLength: limits.min ?? 0, maxLength: limits.max },
    }),
    ValidateBy({
      name: 'isTexts',
      validator: {
        validate: (value) =>
          isPlainObject(value) &&
          Object.entries(value).every(([language, text]) => isLanguage(language) && isText(text, limits)),
        defaultMessage: (about) =>
          `${about?.property} must be texts of at most ${limits.max} characters by language, as {"pt": "…"}`,
      },
    }),
  );
}

/** A BCP-47 language as a hotel lists them: `pt`, `pt-BR`, `zh-Hant`. */
export function IsLanguage(options?: ValidationOptions): PropertyDecorator {
  return applyDecorators(
    Documented({ type: 'string', pattern: LANGUAGE.source, maxLength: 12 }, options?.each),
    ValidateBy(
      {
        name: 'isLanguage',
        validator: {
          validate: isLanguage,
          defaultMessage: (about) => `${about?.property} must be a language tag as "pt" or "pt-BR"`,
        },
      },
      options,
    ),
  );
}

/** A zone this machine knows, as `Europe/Lisbon`. */
export function IsZone(): PropertyDecorator {
  return applyDecorators(
    Documented({ type: 'string', pattern: ZONE.source }),
    ValidateBy({
      name: 'isTimeZone',
      validator: {
        validate: isZone,
        defaultMessage: (about) => `${about?.property} must be a time zone as "Europe/Lisbon"`,
      },
    }),
  );
}

/** Not class-validator's own IsEmail, which throws a URIError at a broken surrogate. */
export function IsEmailAddress(): PropertyDecorator {
  return applyDecorators(
    Documented({ type: 'string', format: 'email', maxLength: 254 }),
    MaxLength(254),
    ValidateBy({
      name: 'isEmail',
      validator: {
        validate: (value) =>
          typeof value === 'string' && value.isWellFormed() && !/[\p{C}\p{Z}]/u.test(value) && isEmail(value),
        defaultMessage: (about) => `${about?.property} must be an e-mail address`,
      },
    }),
  );
}

/** A password as it is typed: every letter of any script counts, what no keyboard types is refused. */
export function IsPassword(): PropertyDecorator {
  return applyDecorators(
    Documented({ type: 'string', format: 'password', maxLength: 200 }),
    ValidateBy({
      name: 'isPassword',
      validator: {
        validate: (value) =>
          typeof value === 'string' && value.isWellFormed() && !/\p{Cc}/u.test(value) && codePoints(value) <= 200,
        defaultMessage: (about) =>
          `${about?.property} must be text of at most 200 characters, without control characters or halves of characters`,
      },
    }),
  );
}

/** ISO 3166 alpha-2, of those whose phone numbers can be read. */
export function IsCountry(): PropertyDecorator {
  return applyDecorators(
    Documented({ type: 'string', pattern: '^[A-Z]{2}$' }),
    ValidateBy({
      name: 'isCountry',
      validator: {
        validate: (value) => typeof value === 'string' && isSupportedCountry(value),
        defaultMessage: (about) => `${about?.property} must be a country as "PT"`,
      },
    }),
  );
}

export function isText(value: unknown, { min = 0, max, lines = false }: TextLimits): boolean {
  if (typeof value !== 'string' || CONTROL.test(value) || !value.isWellFormed()) return false;
  if (!lines && /[\r\n]/.test(value)) return false;
  if (min > 0 && (REORDERING.test(value) || value.replace(UNSEEN, '') === '')) return false;
  const count = codePoints(value);
  return count >= min && count <= max;
}

function isLanguage(value: unknown): boolean {
  return typeof value === 'string' && LANGUAGE.test(value);
}

function isZone(value: unknown): boolean {
  if (typeof value !== 'string' || !ZONE.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
