import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';

/** A colleague may have written a note meanwhile; no event tells of it. */
const STALE_MS = 30_000;

export const guestQuery = (id: string) =>
  queryOptions({
    queryKey: ['guest', id],
    queryFn: ({ signal }) => answer(api.GET('/guests/{id}', { params: { path: { id } }, signal })),
    staleTime: STALE_MS,
  });
