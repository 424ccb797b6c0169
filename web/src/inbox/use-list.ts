import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listQuery } from '../api/queries.js';
import type { ConversationView } from '../api/types.js';
import { useDesk } from '../store/desk.js';
import { SortedView } from '../store/sorted-view.js';
import type { View } from '../store/views.js';

export interface List {
  view: View;
  rows: ConversationView[];
  /** nothing is known yet */
  loading: boolean;
  error: unknown;
  more: () => void;
  retry: () => void;
}

const NONE: ConversationView[] = [];

/** A view's rows, live: what was read so far, and what the socket told since. */
export function useList(view: View, userId: string): List {
  const { data, error, isPending, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery(
    listQuery(view, userId),
  );
  const known = useDesk((state) => state.conversations);
  const last = data?.pages.at(-1);
  const until = last?.nextCursor ? last.last : null;
  const sorted = useMemo(() => new SortedView(view, userId), [view, userId]);
  const rows = useMemo(() => (data ? sorted.update(known, until) : NONE), [data, sorted, known, until]);
  return {
    view,
    rows,
    loading: isPending && !error,
    error: data ? null : error,
    more: () => {
      if (hasNextPage && !isFetching) void fetchNextPage();
    },
    retry: () => void refetch(),
  };
}
