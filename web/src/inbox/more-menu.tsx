import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';

export interface Act {
  id: string;
  words: string;
  run: () => void;
}
const ITEM =
  'flex min-h-10 touch:min-h-11 cursor-default items-center rounded-[6px] px-3 text-14 outline-none select-none data-highlighted:bg-accent-soft';

/** The conversation's acts where the header has no room for words. Open from the start: it was loaded by a press. */
export default function MoreMenu({
  acts,
  onGuest,
  look,
  children,
}: {
  acts: Act[];
  onGuest: () => void;
  look: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger aria-label={t('act.more')} className={look}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-40" sideOffset={4} align="end" collisionPadding={8}>
          <Menu.Popup className="sheet-motion min-w-48 rounded-[12px] border border-line bg-raised p-1.5 text-ink shadow-float outline-none">
            {acts.map(({ id, words, run }) => (
              <Menu.Item key={id} className={ITEM} onClick={run}>
                {words}
              </Menu.Item>
            ))}
            <Menu.Item className={`${ITEM} xl:hidden`} onClick={onGuest}>
              {t('pane.guest')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
