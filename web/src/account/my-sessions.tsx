import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { answer, api } from '../api/client.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SessionList } from './session-list.js';

const MOST = 100;
const OTHERS = 'others';

/** Where I am signed in, and a way to end what I do not recognise. */
export function MySessions() {
  const { t } = useTranslation();
  const id = useId();
  const sentence = useProblemSentence();
  const { data, error, refetch } = useQuery({
    queryKey: ['my-sessions'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/me/sessions', { params: { query: { limit: MOST } }, signal }))).items,
    staleTime: 0,
  });
  const end = useMutation({
    mutationFn: (session: string) =>
      session === OTHERS
        ? answer(api.DELETE('/me/sessions'))
        : answer(api.DELETE('/me/sessions/{id}', { params: { path: { id: session } } })),
    onSettled: () => void refetch(),
  });
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 text-18 font-medium">
        {t('sessions.title')}
      </h2>
      {data ? (
        <>
          <SessionList sessions={data} busy={end.isPending} onEnd={end.mutate} />
          {data.length > 1 && (
            <Button kind="danger" className="mt-2 -ms-3" disabled={end.isPending} onClick={() => end.mutate(OTHERS)}>
              {t('sessions.endOthers')}
            </Button>
          )}
        </>
      ) : (
        error && <Failure error={error} onRetry={() => void refetch()} />
      )}
      <p role="alert" className="mt-2 text-13 text-late empty:hidden">
        {end.error && sentence(end.error)}
      </p>
    </section>
  );
}
