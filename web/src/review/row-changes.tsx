import type { RowChange } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';

const TABLES = [
  'message',
  'chat',
  'conversation',
  'guest',
  'attendee',
  'media',
  'message_status',
  'reaction',
  'send_attempt',
] as const;
type Known = (typeof TABLES)[number];
const isKnown = (table: string): table is Known => (TABLES as readonly string[]).includes(table);

/** What a retry would write; the rows in between, which only join these, are left out. */
export function RowChanges({ rows, resolved }: { rows: RowChange[]; resolved: boolean }) {
  const { t } = useTranslation();
  const told = rows.flatMap(({ table, made, changed }) => {
    const counts = [
      ...(made > 0 ? [t('review.made', { made })] : []),
      ...(changed > 0 ? [t('review.changed', { changed })] : []),
    ];
    return isKnown(table) ? [{ table, text: `${t(`review.tables.${table}`)}: ${counts.join(', ')}` }] : [];
  });
  return (
    <section role="status" aria-label={t('review.look')} className="mt-3 border-s-2 border-line-strong ps-3">
      <p>{t(rows.length > 0 ? 'review.wouldWrite' : resolved ? 'review.wouldNothing' : 'review.wouldFail')}</p>
      <ul className="text-13 text-ink-2">
        {told.map(({ table, text }) => (
          <li key={table}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
