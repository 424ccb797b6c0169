import { ValidationPipe, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

import { DomainError, type FieldError } from './errors.js';

const RULES = { whitelist: true, forbidNonWhitelisted: true } as const;

export class InvalidInputError extends DomainError {
  override readonly name = 'InvalidInputError';

  constructor(errors: FieldError[]) {
    super('invalid', 'invalid_input', errors.map((error) => error.message).join('; ') || 'The request is not valid.', {
      errors,
    });
  }
}

/** Every DTO goes through it: unknown fields are refused, not dropped. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    ...RULES,
    transform: true,
    exceptionFactory: (errors) => new InvalidInputError(fieldErrors(errors)),
  });
}

/** The same check for a part whose shape is known only after another field was read (a provider's settings). */
export function checked<T extends object>(type: Type<T>, value: unknown, at: string): T {
  const instance = plainToInstance(type, value ?? {});
  const errors = validateSync(instance, { ...RULES, validationError: { target: false } });
  if (errors.length > 0) throw new InvalidInputError(fieldErrors(errors, `${at}.`));
  return instance;
}

/** class-validator's tree as a flat list: `hours.weekly` rather than children of children. */
export function fieldErrors(errors: ValidationError[], prefix = ''): FieldError[] {
  return errors.flatMap((error) => [
    ...Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      field: prefix + error.property,
      code: rule === 'whitelistValidation' ? 'unknown_field' : snakeCase(rule),
      message: prefix + message,
    })),
    ...fieldErrors(error.children ?? [], `${prefix}${error.property}.`),
  ]);
}

function snakeCase(rule: string): string {
  return rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
