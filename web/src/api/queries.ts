import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { deskState, type DeskState, updateDesk, withAnswer, withPage, withReading, withView } from '../store/desk.js';
import { queryOf, rankOf, sortOf, type Rank, type View } from '../store/views.js';
import { answer, api } from './client.js';
import { ApiError } from './problem.js';

const LIST_PAGE = 100;
const THREAD_PAGE = 50;

/** The server answered, and the answer was no: asking again changes nothing. */
const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.status >= 400 && error.problem.status < 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The socket tells what changes; nothing is read again on a guess.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (tries, error) => tries < 3 && !isRefused(error),
    },
  },
});

let start: Promise<string | null> | null = null;
/**
 * How far everything was known before the first list was read. The socket asks for what came since, so that
 * nothing has to be read twice. Null: not to be had, and everything is read again once the socket is open.
 */
export const knownFrom = (): Promise<string | null> =>
  (start ??= answer(api.GET('/conversations/changes')).then(
    ({ position }) => position,
    () => null,
  ));

/** Somebody else sits down. */
export function forgetReads(): void {
  queryClient.clear();
  start = null;
}

export const hotelQuery = queryOptions({ queryKey: ['hotel'], queryFn: () => answer(api.GET('/hotel')) });

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async () => (await answer(api.GET('/departments'))).items,
});

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: async () => {
    await knownFrom();
    const counts = await answer(api.GET('/conversations/counts'));
    updateDesk((state) => ({ ...state, counts }));
    return counts;
  },
});

export interface ListPage {
  nextCursor: string | null;
  last: Rank | null;
}

/** Pages of a view go into the store; what is kept here is how far it was read. */
export const listQuery = (view: View, userId: string) =>
  infiniteQueryOptions({
    queryKey: ['list', view],
    initialPageParam: null as { cursor: string; after: Rank | null } | null,
    queryFn: async ({ pageParam, signal }): Promise<ListPage> => {
      await knownFrom();
      const asked = deskState();
      const query = { ...queryOf(view), limit: LIST_PAGE, ...(pageParam ? { cursor: pageParam.cursor } : {}) };
      const page = await answer(api.GET('/conversations', { params: { query }, signal }));
      const end = page.items.at(-1);
      const last = end ? rankOf(sortOf(view), end) : null;
      const until = page.nextCursor ? last : null;
      updateDesk((state) => withView(state, view, userId, page.items, pageParam?.after ?? null, until, asked));
      return { nextCursor: page.nextCursor, last };
    },
    getNextPageParam: (page) => (page.nextCursor ? { cursor: page.nextCursor, after: page.last } : undefined),
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversation', id],
    queryFn: async ({ signal }) => {
      const asked = deskState();
      const conversation = await answer(api.GET('/conversations/{id}', { params: { path: { id } }, signal }));
      updateDesk((state) => withAnswer(state, [conversation], asked));
      return conversation.id;
    },
  });

type ThreadPlace = { before: string } | { after: string } | { around: string } | null;

/** The chat's timeline, from the newest page backwards; or from the page around a message both ways. "Next" is what is older. */
export const threadQuery = (conversationId: string, chatId: string, around: string | null) =>
  infiniteQueryOptions({
    queryKey: ['thread', chatId, conversationId, around],
    initialPageParam: (around === null ? null : { around }) as ThreadPlace,
    queryFn: async ({ pageParam, signal }) => {
      const params = { path: { id: conversationId }, query: { limit: THREAD_PAGE, ...pageParam } };
      if (deskState().threads.get(chatId)?.around !== around) forgetOtherReadings(chatId, around);
      updateDesk((state) => withReading(state, chatId, around));
      const page = await answer(api.GET('/conversations/{id}/messages', { params, signal }));
      const backwards = pageParam !== null && 'before' in pageParam;
      const newer = pageParam !== null && page.newerCursor !== null;
      updateDesk((state) => withPage(state, chatId, page.items, around, backwards ? undefined : newer));
      return { olderCursor: page.olderCursor, newerCursor: newer && !backwards ? page.newerCursor : null };
    },
    getNextPageParam: ({ olderCursor }): ThreadPlace | undefined => (olderCursor ? { before: olderCursor } : undefined),
    getPreviousPageParam: ({ newerCursor }): ThreadPlace | undefined =>
      newerCursor ? { after: newerCursor } : undefined,
  });

/** The store holds one reading of a thread: the pages of another are worth nothing any more. */
function forgetOtherReadings(chatId: string, around: string | null): void {
  const others = { queryKey: ['thread', chatId], type: 'inactive' } as const;
  queryClient.removeQueries({ ...others, predicate: ({ queryKey }) => queryKey[3] !== around });
}

export const attendeesQuery = (id: string) =>
  queryOptions({
    queryKey: ['attendees', id],
    queryFn: async () => (await answer(api.GET('/conversations/{id}/attendees', { params: { path: { id } } }))).items,
  });

/** Counts are told as they change, and not again to a socket that comes back. */
export const countAgain = (): Promise<void> => queryClient.refetchQueries({ queryKey: countsQuery.queryKey });

/**
 * Reads in place what is on the screen, after something was missed; what is not on the screen is forgotten,
 * because nobody knows what it lacks. Fails when the server could not be asked.
 */
export async function readAgain(): Promise<void> {
  queryClient.removeQueries({ type: 'inactive' });
  updateDesk(withoutClosedThreads);
  await queryClient.refetchQueries({ type: 'active' });
  const unanswered = queryClient
    .getQueryCache()
    .findAll({ type: 'active', predicate: ({ state }) => state.status === 'error' && !isRefused(state.error) });
  if (unanswered.length > 0) throw unanswered[0]!.state.error as Error;
}

function withoutClosedThreads(state: DeskState): DeskState {
  const open = queryClient.getQueryCache().findAll({ type: 'active', queryKey: ['thread'] });
  const chats = new Set(open.map(({ queryKey }) => queryKey[1]));
  return { ...state, threads: new Map([...state.threads].filter(([chatId]) => chats.has(chatId))) };
}
