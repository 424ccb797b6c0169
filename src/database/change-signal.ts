import { Injectable } from '@nestjs/common';

/**
 * "Something was committed to the change log." A hint within this process, carrying nothing: who listens
 * reads the log. Raised after the commit (`tx.afterCommit(() => signal.signal())`); losing one costs at
 * most the listener's own polling time.
 */
@Injectable()
export class ChangeSignal {
  private readonly listeners = new Set<() => void>();

  signal(): void {
    for (const listener of this.listeners) listener();
  }

  /** Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
