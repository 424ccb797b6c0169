import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import { queryClient } from '../api/queries.js';
import type { ReviewItem, ReviewKind, ReviewRetries } from '../api/types.js';

export const KINDS = ['receipt', 'job', 'send'] as const satisfies readonly ReviewKind[];
const PAGE = 100;
/** What somebody else has solved leaves the list about so soon; nothing is told of it by socket. */
const LOOK_AGAIN_MS = 15_000;

/** What waits, newest first; null: of every kind. */
export const reviewQuery = (kind: ReviewKind | null) =>
  infiniteQueryOptions({
    queryKey: ['review', 'list', kind],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(kind ? { kind } : {}), ...(pageParam ? { cursor: pageParam } : {}) };
      return answer(api.GET('/review', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
    refetchInterval: LOOK_AGAIN_MS,
  });

export const reviewItemQuery = (id: string) =>
  queryOptions({
    queryKey: ['review', 'item', id],
    queryFn: ({ signal }) => answer(api.GET('/review/{id}', { params: { path: { id } }, signal })),
    staleTime: 0,
  });

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: async () => (await answer(api.GET('/channels'))).items,
});

export interface Cause {
  /** code and kind: the same code of an event and of a send are two causes */
  key: string;
  code: string;
  kind: ReviewKind;
  items: ReviewItem[];
}

/** By what went wrong, the cause of the newest first. */
export function byCause(items: readonly ReviewItem[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const item of items) {
    const key = `${item.kind} ${item.code}`;
    const cause = causes.get(key) ?? { key, code: item.code, kind: item.kind, items: [] };
    cause.items.push(item);
    causes.set(key, cause);
  }
  return [...causes.values()];
}

/** All that fit, also those beyond the page: the desk tries a hundred at a time, until no more of them go through. */
export async function retryAll(filter: { kind?: ReviewKind; code?: string }): Promise<ReviewRetries> {
  const all: ReviewRetries = { tried: 0, resolved: 0, more: false };
  for (;;) {
    const round = await answer(api.POST('/review/retry', { body: { filter } }));
    all.tried += round.tried;
    all.resolved += round.resolved;
    all.more = round.more;
    if (!round.more || round.resolved === 0) return all;
  }
}

export const readReviewAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['review'] });
