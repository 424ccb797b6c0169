import { DomainError } from './errors.js';

/** Two people edited the same thing: the later one must see what the earlier one did. */
export class VersionConflictError extends DomainError {
  override readonly name = 'VersionConflictError';

  constructor(current: number) {
    super('conflict', 'version_conflict', 'Somebody changed this meanwhile. Read it again, then change it.', {
      data: { version: current },
    });
  }
}

/** `given` is optional: a client that does not send it takes the last word. */
export function checkVersion(current: number, given: number | undefined): void {
  if (given !== undefined && given !== current) throw new VersionConflictError(current);
}
