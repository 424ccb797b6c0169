import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.js';
import { useTimes } from '../i18n/use-times.js';
import { Button } from '../ui/button.js';
import { channelsQuery, type Cause } from './review.js';
import { detailOf, useCause } from './use-cause.js';

/** What went wrong, and under it what waits for that reason: one line each. */
export function CauseList({
  causes,
  busy,
  onOpen,
  onRetry,
}: {
  causes: Cause[];
  busy: boolean;
  onOpen: (id: string) => void;
  onRetry: (filter: Pick<Cause, 'kind' | 'code'>) => void;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const sentence = useCause();
  const channels = useQuery(channelsQuery).data;
  return causes.map(({ key, kind, code, items }) => {
    const [first] = items;
    const cause = first ? sentence(first) : code;
    return (
      <section key={key} aria-label={cause} className="mb-6">
        <div className="flex min-h-9 items-center gap-3">
          <h2 className="min-w-0 flex-1 text-15 font-medium">{cause}</h2>
          {items.length > 1 && (
            <Button disabled={busy} onClick={() => onRetry({ kind, code })}>
              {t('review.retryThese')}
            </Button>
          )}
        </div>
        <ul className="border-t border-line">
          {items.map((item) => (
            <li key={item.id} className="border-b border-line">
              <button
                type="button"
                onClick={() => onOpen(item.id)}
                className="grid min-h-16 w-full items-center gap-x-4 gap-y-0.5 px-2 py-2.5 text-start -outline-offset-2! hover:bg-bg sm:grid-cols-[1fr_9rem_9rem]"
              >
                <span className="min-w-0">
                  {item.name !== null && <bdi className="block font-medium break-words">{item.name}</bdi>}
                  <bdi className="line-clamp-2 text-13 break-words text-ink-2 empty:hidden">{detailOf(item)}</bdi>
                </span>
                <span className="truncate text-13">
                  <bdi>{channels?.find(({ id }) => id === item.channelId)?.name ?? t(`review.kinds.${kind}`)}</bdi>
                </span>
                <span className="text-13 text-ink-2 sm:text-end">
                  {times.full(item.at)}
                  <span className="block">{t('review.tries', { count: item.tries })}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
