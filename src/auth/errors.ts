import { DomainError } from '../common/errors.js';

export class UnauthenticatedError extends DomainError {
  override readonly name = 'UnauthenticatedError';

  constructor() {
    super('unauthenticated', 'unauthenticated', 'Sign in first.');
  }
}

/** The access token's quarter of an hour is over: refresh it. */
export class TokenExpiredError extends DomainError {
  override readonly name = 'TokenExpiredError';

  constructor() {
    super('unauthenticated', 'token_expired', 'The access token has expired. Refresh it.');
  }
}

/** Signed out, switched off, or a refresh token was seen twice: sign in again. */
export class SessionEndedError extends DomainError {
  override readonly name = 'SessionEndedError';

  constructor() {
    super('unauthenticated', 'session_ended', 'This session has ended. Sign in again.');
  }
}

/** One answer for an unknown e-mail and a wrong password. */
export class WrongCredentialsError extends DomainError {
  override readonly name = 'WrongCredentialsError';

  constructor() {
    super('unauthenticated', 'wrong_credentials', 'E-mail or password is not right.');
  }
}

/** Told only to somebody who knows the password. */
export class HotelChoiceRequiredError extends DomainError {
  override readonly name = 'HotelChoiceRequiredError';

  constructor(hotels: { id: string; name: string }[]) {
    super('conflict', 'hotel_choice_required', 'You work for several hotels: say which one.', { data: { hotels } });
  }
}

export class TooManyAttemptsError extends DomainError {
  override readonly name = 'TooManyAttemptsError';

  constructor(retryAfterSeconds: number) {
    super('limited', 'limited', `Too many attempts. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  }
}

export class ForbiddenError extends DomainError {
  override readonly name = 'ForbiddenError';

  constructor(detail = 'Your role does not allow this.') {
    super('forbidden', 'forbidden', detail);
  }
}

export class WeakPasswordError extends DomainError {
  override readonly name = 'WeakPasswordError';

  /** `rule`: `password_too_short`, `password_too_common` or `password_is_personal` */
  constructor(field: string, rule: string, message: string) {
    super('invalid', 'weak_password', message, { errors: [{ field, code: rule, message }] });
  }
}

/** Used up, too old, replaced by a newer one, or never one of ours: all answer alike. */
export class LinkInvalidError extends DomainError {
  override readonly name = 'LinkInvalidError';

  constructor() {
    super('forbidden', 'link_invalid', 'This link is used up or too old. Ask for a new one.');
  }
}

export class WrongPasswordError extends DomainError {
  override readonly name = 'WrongPasswordError';

  constructor(field: string) {
    const message = 'The current password is not right.';
    super('invalid', 'wrong_password', message, { errors: [{ field, code: 'wrong_password', message }] });
  }
}

/** Unknown, expired or ended: which of them is nobody's business. */
export class ApiKeyInvalidError extends DomainError {
  override readonly name = 'ApiKeyInvalidError';

  constructor() {
    super('unauthenticated', 'api_key_invalid', 'This API key is not one of ours, has expired or was ended.');
  }
}

/** `scope` null: no API key may do this. */
export class ScopeMissingError extends DomainError {
  override readonly name = 'ScopeMissingError';

  constructor(scope: string | null) {
    const detail = scope === null ? 'This is for people: no API key may do it.' : `This API key has no scope ${scope}.`;
    super('forbidden', 'scope_missing', detail, { data: { scope } });
  }
}

export class TooManyWritesError extends DomainError {
  override readonly name = 'TooManyWritesError';

  constructor(retryAfterSeconds: number) {
    super('limited', 'limited', `Too many changes in a minute. Try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    });
  }
}
