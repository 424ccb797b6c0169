import type { DoorConfig } from '../config/index.js';
import { StoreBusyError } from '../messages/index.js';

/** One POST's part of what the door holds. */
export interface Held {
  /** Its next bytes. Throws StoreBusyError when they are too many. */
  carry(bytes: number): void;
  /** It is stored or refused, and nothing of it is kept. */
  letGo(): void;
}

/**
 * What the door holds in memory, from a request's headers until its events are committed or given up: also while its
 * channel is looked up in a database that hangs, and after the provider got its 503, because until then its bytes are there.
 * Bounded by count and bytes; the age is bounded where it waits (IngestionService). What is too much is asked to come again:
 * providers do, for days.
 */
export class DoorLoad {
  requests = 0;
  bytes = 0;

  constructor(private readonly most: Pick<DoorConfig, 'requests' | 'bytes'>) {}

  /** Throws StoreBusyError when there are too many. */
  take(): Held {
    if (this.requests >= this.most.requests || this.bytes >= this.most.bytes) throw new StoreBusyError();
    this.requests++;
    let own = 0;
    return {
      carry: (bytes) => {
        own += bytes;
        this.bytes += bytes;
        if (this.bytes > this.most.bytes) throw new StoreBusyError();
      },
      letGo: () => {
        this.requests--;
        this.bytes -= own;
      },
    };
  }
}
