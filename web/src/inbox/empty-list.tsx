import { useTranslation } from '../i18n/use-translation.js';
import { useTimes } from '../i18n/use-times.js';
import { useDesk } from '../store/desk.js';
import type { View } from '../store/views.js';
import { Button } from '../ui/button.js';
import { useInbox } from './inbox-context.js';

/** One sentence, one act, and much paper. */
export function EmptyList({ view }: { view: View }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { showView } = useInbox();
  const lastAnswer = useDesk((state) => {
    let at: string | null = null;
    for (const { lastMessage } of state.conversations.values()) {
      if (lastMessage?.direction === 'outbound' && (at === null || lastMessage.at > at)) at = lastMessage.at;
    }
    return at;
  });
  return (
    <div className="px-8 pt-[18vh] text-center">
      <p className="font-serif text-18 text-balance text-ink">{t(`empty.${view}`)}</p>
      {view === 'waiting' && lastAnswer && (
        <p className="mt-1 text-14 text-ink-2">{t('empty.lastAnswer', { time: times.clock(lastAnswer) })}</p>
      )}
      {view !== 'all' && view !== 'past' && (
        <Button className="mt-3" onClick={() => showView('all')}>
          {t('empty.showAll')}
        </Button>
      )}
    </div>
  );
}
