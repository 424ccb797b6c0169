import type { ConversationView } from '../api/types.js';
import { belongs, compareRanks, rankOf, rowsOf, sortOf, type Rank, type View } from './views.js';

/** Beyond this many changes at once it is cheaper to sort anew. */
const FEW = 64;

/**
 * A view's rows, kept in order while single conversations change: twenty events a second over ten
 * thousand rows take out a row and put it back, they do not sort.
 */
export class SortedView {
  private known: ReadonlyMap<string, ConversationView> = new Map();
  private rows: ConversationView[] = [];
  private until: Rank | null | undefined = undefined;

  constructor(
    private readonly view: View,
    private readonly userId: string,
  ) {}

  update(known: ReadonlyMap<string, ConversationView>, until: Rank | null): ConversationView[] {
    if (known === this.known && until === this.until) return this.rows;
    const changed = until === this.until ? this.changes(known) : null;
    if (!changed) this.rows = rowsOf(this.view, known.values(), this.userId, until);
    else if (changed.size > 0) this.rows = this.patched(known, changed, until);
    this.known = known;
    this.until = until;
    return this.rows;
  }

  /** Ids that came, went or changed; null: too many. */
  private changes(known: ReadonlyMap<string, ConversationView>): Set<string> | null {
    const changed = new Set<string>();
    let seen = 0;
    for (const [id, one] of known) {
      const before = this.known.get(id);
      if (before) seen++;
      if (before === one) continue;
      changed.add(id);
      if (changed.size > FEW) return null;
    }
    if (seen < this.known.size) for (const id of this.known.keys()) if (!known.has(id)) changed.add(id);
    return changed.size > FEW ? null : changed;
  }

  private patched(
    known: ReadonlyMap<string, ConversationView>,
    changed: Set<string>,
    until: Rank | null,
  ): ConversationView[] {
    const sort = sortOf(this.view);
    const rows = this.rows.filter((row) => !changed.has(row.id));
    for (const id of changed) {
      const one = known.get(id);
      if (!one || !belongs(this.view, one, this.userId)) continue;
      const rank = rankOf(sort, one);
      if (until !== null && compareRanks(sort, rank, until) > 0) continue;
      let low = 0;
      let high = rows.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compareRanks(sort, rankOf(sort, rows[middle]!), rank) < 0) low = middle + 1;
        else high = middle;
      }
      rows.splice(low, 0, one);
    }
    return rows;
  }
}
