import { DomainError } from '../common/errors.js';

export class WindowClosedError extends DomainError {
  override readonly name = 'WindowClosedError';

  constructor(hours: number) {
    super(
      'conflict',
      'window_closed',
      `More than ${hours} hours since the guest wrote: only a template can be sent now.`,
    );
  }
}

export class ClientIdReusedError extends DomainError {
  override readonly name = 'ClientIdReusedError';

  constructor() {
    super('conflict', 'client_id_reused', 'This clientId was used for another message.');
  }
}

export class NotRetryableError extends DomainError {
  override readonly name = 'NotRetryableError';

  constructor() {
    super(
      'conflict',
      'not_retryable',
      'Only a send that failed or was not confirmed for long, or a file that did not come, can be tried again.',
    );
  }
}

export class NotReactableError extends DomainError {
  override readonly name = 'NotReactableError';

  constructor() {
    super(
      'conflict',
      'not_reactable',
      'Only a message of the last 30 days that reached the provider and was not deleted can be reacted to.',
    );
  }
}

export class MentionNotAllowedError extends DomainError {
  override readonly name = 'MentionNotAllowedError';

  constructor() {
    const message = 'Only colleagues who may read this conversation can be mentioned.';
    super('invalid', 'mention_not_allowed', message, {
      errors: [{ field: 'mentions', code: 'mention_not_allowed', message }],
    });
  }
}
