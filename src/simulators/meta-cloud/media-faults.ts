/** What goes wrong with files on request, each for so many times. */
export class MediaFaults {
  private queue: { kind: MediaFault; left: number }[] = [];

  /** The address is told, and what lies there is not the file. */
  damaged(times = 1): void {
    this.queue.push({ kind: 'damaged', left: times });
  }

  /** The address is told and answers 404, as one that is older than five minutes does. */
  expired(times = 1): void {
    this.queue.push({ kind: 'expired', left: times });
  }

  /** Neither addresses nor uploads: 503 with Graph's own words. */
  down(times = Infinity): void {
    this.queue.push({ kind: 'down', left: times });
  }

  /** Well again. */
  none(): void {
    this.queue = [];
  }

  /** The next fault, when it is one of these. */
  next(...kinds: MediaFault[]): MediaFault | null {
    const [first] = this.queue;
    if (!first || !kinds.includes(first.kind)) return null;
    first.left--;
    if (first.left <= 0) this.queue.shift();
    return first.kind;
  }
}

export type MediaFault = 'damaged' | 'expired' | 'down';
