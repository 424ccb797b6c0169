/** What processes of one desk tell each other, by topic. Hints: any of it may be lost, and rows are the truth. */
export interface News {
  /** something was committed to the change log */
  changes: null;
  /** a channel is another one than it was */
  channel: { hotelId: string; provider: string; id: string };
  /** somebody tried to sign in, or asked for an e-mail */
  attempt: AttemptNews;
  /** a person or an API key changed something */
  write: { who: string; most: number };
  /** a message went out by that number, for so much of its time; null: the provider said that it is too fast */
  pace: { channelId: string; usedMs: number | null };
  /** who has the desk open there, looks and types */
  staff: StaffNews;
}
export type Topic = keyof News;

export type AttemptNews = { account: string; network: string } & (
  | { kind: 'tried' | 'mail' | 'proved' }
  /** `counted`: the try had been counted at the account */
  | { kind: 'succeeded'; counted: boolean }
);

interface Person {
  id: string;
  name: string;
}

/** The pages of one hotel's staff at one process. */
export interface Roster {
  pages: { person: Person; conversationId: string | null }[];
  typing: { person: Person; conversationId: string }[];
}

/** `number` grows with each roster that was told, so that a lost one is noticed. */
export type StaffNews =
  | { kind: 'hotel'; number: number; hotelId: string; roster: Roster }
  | { kind: 'all'; number: number; rosters: Record<string, Roster> }
  | { kind: 'alive'; number: number }
  /** `of`: the process that is to tell all of its rosters; null: each */
  | { kind: 'ask'; of: string | null }
  /** over HTTP, which may reach another process than the word before did */
  | { kind: 'hush'; userId: string; conversationId: string }
  | { kind: 'gone' };
