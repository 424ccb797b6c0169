import { useMutation, useQuery } from '@tanstack/react-query';
import { SessionList } from '../account/session-list.js';
import { answer, api } from '../api/client.js';
import type { Person } from '../api/types.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';

const MOST = 100;
const ALL = 'all';

/** Where a colleague is signed in. What is ended closes its screens at once. */
export function PersonSessions({ person }: { person: Person }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions-of', person.id, person.active],
    queryFn: async ({ signal }) => {
      const params = { path: { id: person.id }, query: { limit: MOST } };
      return (await answer(api.GET('/users/{id}/sessions', { params, signal }))).items;
    },
    staleTime: 0,
  });
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      sessionId === ALL
        ? answer(api.DELETE('/users/{id}/sessions', { params: { path: { id: person.id } } }))
        : answer(api.DELETE('/users/{id}/sessions/{sessionId}', { params: { path: { id: person.id, sessionId } } })),
    onSettled: () => void refetch(),
  });
  const refused = end.error ?? error;
  const open = data ?? [];
  return (
    <section aria-label={t('sessions.title')}>
      <h3 className="mb-1 text-13 font-medium text-ink-2">{t('sessions.title')}</h3>
      {data?.length === 0 && <p className="px-2 py-1.5 text-ink-2">{t('sessions.nowhere')}</p>}
      {open.length > 0 && <SessionList sessions={open} busy={end.isPending} onEnd={end.mutate} />}
      {open.filter(({ current }) => !current).length > 1 && (
        <Button kind="danger" className="-ms-3" disabled={end.isPending} onClick={() => end.mutate(ALL)}>
          {t('sessions.endAll')}
        </Button>
      )}
      <p role="alert" className="mt-2 text-13 text-late empty:hidden">
        {refused && sentence(refused)}
      </p>
    </section>
  );
}
