import { Injectable } from '@nestjs/common';

/** `elsewhere`: another process of the desk has committed it. */
type Where = 'here' | 'elsewhere';

/**
 * "Something was committed to the change log." A hint, carrying nothing: who listens reads the log. Raised after the
 * commit (`tx.afterCommit(() => signal.signal())`); losing one costs at most the listener's own polling time.
 */
@Injectable()
export class ChangeSignal {
  private readonly listeners = new Set<(where: Where) => void>();

  signal(where: Where = 'here'): void {
    for (const listener of this.listeners) listener(where);
  }

  /** Returns what ends it. */
  subscribe(listener: (where: Where) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
