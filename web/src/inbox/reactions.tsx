import type { MessageView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useTranslation } from '../i18n/use-translation.js';
import { useFailureSentence } from './failure.js';
import { react } from './react-to.js';

const CHIP = 'rise block rounded-full border bg-raised px-1.5 py-px text-13 leading-5';

/** What hangs on a bubble. The hotel's own is pressed to take it back, and says so when the guest does not see it. */
export function Reactions({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const user = useUser();
  const sentence = useFailureSentence();
  if (message.reactions.length === 0) return null;
  const theirs = new Map<string, string[]>();
  for (const { emoji, author } of message.reactions) {
    if (author.kind !== 'user') theirs.set(emoji, [...(theirs.get(emoji) ?? []), author.name ?? t('bubble.guest')]);
  }
  const ours = message.reactions.find(({ author }) => author.kind === 'user');
  return (
    <>
      <ul className="-mt-1.5 flex gap-1 px-2" aria-label={t('bubble.reactions')}>
        {[...theirs].map(([emoji, names]) => (
          <li key={emoji} title={names.join(', ')} className={`${CHIP} border-line`}>
            {emoji}
            {names.length > 1 && <span className="ms-1 text-12 text-ink-2">{names.length}</span>}
            <span className="sr-only">, {names.join(', ')}</span>
          </li>
        ))}
        {ours && (
          <li>
            <button
              type="button"
              disabled={user.role === 'viewer'}
              aria-label={`${ours.author.name ?? t('bubble.colleague')}: ${t('bubble.unreact', { emoji: ours.emoji })}`}
              title={ours.author.name ?? undefined}
              onClick={() => void react(message, null)}
              className={`${CHIP} touch:min-h-11 touch:min-w-11 ${ours.failure ? 'border-dashed border-late' : 'border-accent/50 enabled:hover:bg-accent-soft'} ${ours.status === 'queued' ? 'opacity-70' : ''}`}
            >
              {ours.emoji}
            </button>
          </li>
        )}
      </ul>
      {ours?.failure && (
        <p className="mt-1 max-w-[44ch] px-2 text-13 text-late">
          {t('bubble.reactionFailed', { reason: sentence(ours.failure) })}
        </p>
      )}
    </>
  );
}
