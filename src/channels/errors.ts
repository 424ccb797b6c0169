import { DomainError } from '../common/errors.js';

export class ProviderNotAvailableError extends DomainError {
  override readonly name = 'ProviderNotAvailableError';

  constructor(provider: string) {
    const message = `Channels of ${provider} cannot be connected yet.`;
    super('invalid', 'provider_not_available', message, {
      errors: [{ field: 'provider', code: 'provider_not_available', message }],
    });
  }
}

/** The address gets the access token: an administrator could point it at a machine inside the house. */
export class GraphUrlNotAllowedError extends DomainError {
  override readonly name = 'GraphUrlNotAllowedError';

  constructor() {
    const message = 'settings.graphUrl must be the provider’s own address, or the one of META_GRAPH_URL';
    super('invalid', 'graph_url_not_allowed', message, {
      errors: [{ field: 'settings.graphUrl', code: 'graph_url_not_allowed', message }],
    });
  }
}

export class ChannelExistsError extends DomainError {
  override readonly name = 'ChannelExistsError';

  constructor() {
    super('conflict', 'channel_exists', 'This number is connected already.');
  }
}

export class InvalidPhoneError extends DomainError {
  override readonly name = 'InvalidPhoneError';

  constructor() {
    const message = 'phoneNumber must be a phone number with its country, as +351 912 345 678';
    super('invalid', 'invalid_phone', message, { errors: [{ field: 'phoneNumber', code: 'invalid_phone', message }] });
  }
}
