/**
 * How far this page knows everything, over all its connections. What a connection tells before the gap behind it
 * is filled does not count: cut there, the page would go on after the gap and never hear of it.
 */
export class Bookmark {
  private heardMeanwhile: string | null = null;
  private filled = false;

  /** `known`: up to where everything was read before the first connection; null: nothing was */
  constructor(private known: string | null = null) {}

  /** where to go on from; null: read everything */
  get since(): string | null {
    return this.known;
  }

  /** A connection has opened; what happened before it is missing yet. */
  opened(): void {
    this.filled = false;
    this.heardMeanwhile = null;
  }

  /** An event came, with its mark. */
  heard(position: string | null | undefined): void {
    if (!position) return;
    if (this.filled) this.known = position;
    else this.heardMeanwhile = position;
  }

  /** Nothing is missing any more; `position`: up to where it was told, null where all was read anew. */
  caughtUp(position: string | null | undefined): void {
    this.filled = true;
    this.known = position ?? this.heardMeanwhile ?? this.known;
  }
}
