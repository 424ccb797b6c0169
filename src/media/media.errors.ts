import { DomainError } from '../common/errors.js';

/** Units as people say them. */
function inWords(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.floor(bytes / 100_000) / 10} MB` : `${Math.floor(bytes / 1000)} kB`;
}

export class MediaTooLargeError extends DomainError {
  override readonly name = 'MediaTooLargeError';

  constructor(readonly maxBytes: number) {
    super('too_large', 'media_too_large', `A file of this kind may have ${inWords(maxBytes)} at most.`, {
      data: { maxBytes },
    });
  }
}

export class MediaTypeUnsupportedError extends DomainError {
  override readonly name = 'MediaTypeUnsupportedError';

  constructor(mimeType: string, supported: readonly string[]) {
    super('unsupported', 'media_type_unsupported', `Files of this type (${mimeType}) cannot be sent to guests.`, {
      data: { mimeType, supported },
    });
  }
}

export class MediaStorageFullError extends DomainError {
  override readonly name = 'MediaStorageFullError';

  constructor() {
    super('conflict', 'media_storage_full', 'The hotel’s room for files is used up. An administrator must make some.');
  }
}

/** Of the whole house, so no hotel can make room. The same code: for who sends a file it is the same. */
export class DiskFullError extends DomainError {
  override readonly name = 'DiskFullError';

  constructor() {
    super(
      'conflict',
      'media_storage_full',
      'The desk’s disk is nearly full: no more files are taken in. Messages are.',
    );
  }
}

export class FileMissingError extends DomainError {
  override readonly name = 'FileMissingError';

  constructor(message = 'Send one file, in the multipart field “file”.') {
    super('invalid', 'invalid_input', message, { errors: [{ field: 'file', code: 'invalid', message }] });
  }
}
