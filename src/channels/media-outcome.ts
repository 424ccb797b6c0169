import type { Readable } from 'node:stream';

import type { SendFailure } from './send-outcome.js';

/** What became of asking a provider for a guest's file. */
export type MediaOpened =
  | {
      kind: 'open';
      body: Readable;
      /** as the provider tells them; what the bytes are is seen when they are here */
      mimeType: string | null;
      size: number | null;
      /** lower-case hex */
      sha256: string | null;
    }
  /** the provider has it no more, and never will again */
  | { kind: 'gone'; detail: string }
  | { kind: 'refused'; failure: SendFailure }
  /** no answer, or none of the provider's own */
  | { kind: 'unreachable'; detail: string };

/** A file of ours on the disk. */
export interface UploadFile {
  path: string;
  /** bytes */
  size: number;
  mimeType: string;
  filename: string;
}

export type MediaUploaded =
  /** sendable by this id for so many days */
  | { kind: 'held'; providerMediaId: string; days: number }
  | { kind: 'refused'; failure: SendFailure }
  | { kind: 'unreachable'; detail: string };
