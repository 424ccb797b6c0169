/**
 * Delivery status as a rank that only grows (promise 7): whatever order a provider's statuses come in,
 * the highest one told is what holds. `failed` ranks between sent and delivered: it may follow `sent`,
 * and what was delivered all the same counts as delivered. A retry is a new attempt and begins again.
 */
const RANKS = {
  queued: 0,
  sending: 10,
  unconfirmed: 20,
  sent: 30,
  failed: 40,
  delivered: 50,
  read: 60,
  played: 70,
} as const;

export type DeliveryStatus = keyof typeof RANKS;

const NAMES = new Map<number, DeliveryStatus>(
  Object.entries(RANKS).map(([name, rank]) => [rank, name as DeliveryStatus]),
);

export function statusRank(status: DeliveryStatus): number {
  return RANKS[status];
}

/** The name of a stored rank; `received` for messages that have none (inbound, notes, system). */
export function statusName(rank: number | null): DeliveryStatus | 'received' {
  if (rank === null) return 'received';
  const name = NAMES.get(rank);
  if (!name) throw new Error(`No delivery status has rank ${rank}`);
  return name;
}
