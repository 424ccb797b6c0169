import { useTranslation } from '../i18n/use-translation.js';

const SIZES = {
  sm: 'text-13 ps-[1.05em] pe-2 h-5 min-w-9',
  lg: 'text-32 ps-[0.95em] pe-[0.45em] h-[1.4em]',
};

/** The room, as it hangs at reception. Without a room there is no tag. */
export function KeyTag({ room, size = 'sm' }: { room: string | null | undefined; size?: keyof typeof SIZES }) {
  const { t } = useTranslation();
  if (!room) return null;
  return (
    <span className={`key-tag key-tag-rtl shrink-0 leading-none ${SIZES[size]}`}>
      <span className="sr-only">{t('guest.room', { room })}</span>
      <bdi aria-hidden="true">{room}</bdi>
    </span>
  );
}
