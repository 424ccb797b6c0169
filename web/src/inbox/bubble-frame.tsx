import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';

export type Side = 'in' | 'out' | 'note';

const LOOK: Record<Side, string> = {
  in: 'bg-raised rounded-es-tag',
  out: 'bg-bubble-out rounded-ee-tag',
  note: 'border border-dashed border-note-ink/50 bg-note',
};

/** One frame for every bubble: who, what, when, and how far it has come. */
export function Frame(props: {
  id: string;
  /** the one that was looked for */
  sought?: boolean;
  side: Side;
  label: string;
  author: string | null;
  /** room above: a new author begins */
  room: boolean;
  children: ReactNode;
  meta: ReactNode;
  quote?: ReactNode;
  reactions?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
  rising?: boolean;
}) {
  const { t } = useTranslation();
  const { side } = props;
  const ours = side !== 'in';
  return (
    <article
      tabIndex={-1}
      data-message={props.id}
      aria-label={props.label}
      aria-current={props.sought || undefined}
      className={`group flex flex-col px-5 aria-current:bg-accent-soft aria-current:pb-1 forced:aria-current:outline-2 -outline-offset-2! ${props.room ? 'pt-3' : 'pt-1'} ${ours ? 'items-end' : 'items-start'} ${props.rising ? 'rise' : ''}`}
    >
      {props.author && <p className="mb-1 px-1 text-12 text-ink-2">{props.author}</p>}
      <div className={`flex max-w-full items-center gap-1 ${ours ? 'flex-row-reverse' : ''}`}>
        <div
          className={`min-w-0 max-w-[min(68ch,calc(100vw-6rem))] rounded-bubble px-3 py-2 text-15 text-ink forced:border @xl:max-w-[min(68ch,34rem)] ${LOOK[side]}`}
        >
          {props.quote}
          {side === 'note' && <p className="mb-0.5 text-12 font-medium text-note-ink">{t('bubble.noteOnlyStaff')}</p>}
          {/* A short text has its time beside it, a long one below. */}
          <div className="flex flex-wrap items-end justify-end gap-x-3 gap-y-0.5">
            <div className="min-w-0 max-w-full flex-auto">{props.children}</div>
            <p className="flex items-center gap-1.5 text-12 text-ink-3">{props.meta}</p>
          </div>
        </div>
        <div className="flex opacity-0 transition-opacity duration-120 group-focus-within:opacity-100 group-hover:opacity-100 has-data-popup-open:opacity-100">
          {props.actions}
        </div>
      </div>
      {props.reactions}
      {props.below}
    </article>
  );
}
