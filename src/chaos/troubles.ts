import type { Random } from './random.js';

/** What can go wrong, by whom it happens to. */
export const TROUBLES = {
  desk: ['killed'],
  worker: ['killed'],
  database: ['killed', 'backend killed', 'slow commits', 'no connections left', 'table locked'],
  redis: ['killed', 'frozen', 'emptied'],
  provider: [
    'down',
    'unreachable',
    'garbage',
    'too fast',
    'slow',
    'refuses for now',
    'refuses',
    'fails later',
    'cut',
    'accepted, then cut',
  ],
  webhooks: ['twice', 'late', 'in batches', 'told again', 'held back'],
} as const;

export type Troubled = keyof typeof TROUBLES;
export type Trouble<T extends Troubled = Troubled> = (typeof TROUBLES)[T][number];
export type ProviderTrouble = Trouble<'provider'>;
export type WebhookTrouble = Trouble<'webhooks'>;

export interface PlannedTrouble<T extends Troubled = Troubled> {
  kind: Trouble<T>;
  /** milliseconds of quiet before it */
  after: number;
  /** how long it lasts */
  for: number;
}

/** Quiet between two troubles of one, and how long one lasts; milliseconds. A desk must be up now and then to do anything. */
const RHYTHM: Record<Troubled, { quiet: [number, number]; lasts: [number, number] }> = {
  desk: { quiet: [4_000, 14_000], lasts: [0, 1_500] },
  worker: { quiet: [4_000, 14_000], lasts: [0, 4_000] },
  database: { quiet: [2_000, 8_000], lasts: [500, 4_000] },
  redis: { quiet: [2_000, 8_000], lasts: [300, 3_000] },
  provider: { quiet: [1_000, 5_000], lasts: [500, 4_000] },
  webhooks: { quiet: [500, 4_000], lasts: [500, 4_000] },
};

/**
 * One part's troubles, one after another, for so long. Each kind comes once before any comes again, so that a short
 * run has seen most of them.
 */
export function plan<T extends Troubled>(of: T, random: Random, totalMs: number): PlannedTrouble<T>[] {
  const { quiet, lasts } = RHYTHM[of];
  const planned: PlannedTrouble<T>[] = [];
  let kinds: Trouble<T>[] = [];
  for (let at = 0; ;) {
    if (kinds.length === 0) kinds = [...TROUBLES[of]];
    const kind = kinds.splice(random.between(0, kinds.length - 1), 1)[0]!;
    const trouble = { kind, after: random.between(...quiet), for: random.between(...lasts) };
    at += trouble.after + trouble.for;
    if (at > totalMs) return planned;
    planned.push(trouble);
  }
}
