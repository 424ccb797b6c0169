import { lazy, Suspense, useState } from 'react';
import type { MessageView } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { SmilePlus } from '../ui/icons.js';

const ReactionPicker = lazy(() => import('./reaction-picker.js'));

const LOOK =
  'grid size-8 place-items-center rounded-control text-ink-2 hover:bg-line/60 hover:text-ink data-popup-open:bg-line/60 touch:size-11';

/** Puts an emoji on a message. The emoji are fetched when they are wanted for the first time. */
export function ReactionButton({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  const face = <SmilePlus className="size-4" strokeWidth={1.5} aria-hidden="true" />;
  const about = { 'aria-label': t('bubble.react'), title: `${t('bubble.react')} (+)`, 'aria-keyshortcuts': '+' };
  const closed = (
    <button
      type="button"
      data-react=""
      {...about}
      aria-haspopup="menu"
      className={LOOK}
      onClick={() => setWanted(true)}
    >
      {face}
    </button>
  );
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <ReactionPicker message={message} about={about} look={LOOK}>
        {face}
      </ReactionPicker>
    </Suspense>
  );
}
