import { DomainError } from '../common/errors.js';

export class UserExistsError extends DomainError {
  override readonly name = 'UserExistsError';

  constructor() {
    super('conflict', 'user_exists', 'Somebody with this e-mail is a user of this hotel already.');
  }
}

export class UserInactiveError extends DomainError {
  override readonly name = 'UserInactiveError';

  constructor() {
    super('conflict', 'user_inactive', 'This person is switched off. Switch them on first.');
  }
}

/** A hotel nobody may configure any more would be lost. */
export class LastAdminError extends DomainError {
  override readonly name = 'LastAdminError';

  constructor() {
    super('conflict', 'last_admin', 'This is the last active administrator. Make somebody else one first.');
  }
}

/** One hotel's admin must not get into another hotel by setting a shared password or address. */
export class LoginSharedError extends DomainError {
  override readonly name = 'LoginSharedError';

  constructor() {
    super(
      'conflict',
      'login_shared',
      'This person works for another hotel too: they change their e-mail and password themselves.',
    );
  }
}
