import { DomainError } from '../common/errors.js';

/** Somebody joined this guest with another: that one has everything now. */
export class GuestMergedError extends DomainError {
  override readonly name = 'GuestMergedError';

  constructor(guestId: string) {
    super('conflict', 'guest_merged', 'This guest was joined with another one. Go on with that one.', {
      data: { guestId },
    });
  }
}

export class GuestNotMergedError extends DomainError {
  override readonly name = 'GuestNotMergedError';

  constructor() {
    super('conflict', 'guest_not_merged', 'This guest was not joined with the other one, or was taken apart already.');
  }
}

/** Messages kept coming for these guests while they were to be locked. */
export class GuestBusyError extends DomainError {
  override readonly name = 'GuestBusyError';

  constructor() {
    super('unavailable', 'guest_busy', 'Messages of this guest are being stored. Try again.', { retryAfterSeconds: 1 });
  }
}
