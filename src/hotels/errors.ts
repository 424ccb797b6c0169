import { DomainError } from '../common/errors.js';

/** Used up, expired, or never one of ours. */
export class SetupLinkInvalidError extends DomainError {
  override readonly name = 'SetupLinkInvalidError';

  constructor() {
    super(
      'forbidden',
      'setup_link_invalid',
      'This set-up link is used up or too old. Start Bellhop again for a new one.',
    );
  }
}
