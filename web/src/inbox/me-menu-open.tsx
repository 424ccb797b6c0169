import { Menu } from '@base-ui/react/menu';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useContext, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { answer, api } from '../api/client.js';
import { hotelQuery } from '../api/queries.js';
import { logOut, userChanged } from '../api/session.js';
import { useUser } from '../api/use-session.js';
import { LANGUAGES, nearestLanguage, setLanguage, type Language } from '../i18n/index.js';
import { setTheme, useTheme, type Theme } from '../lib/theme.js';
import { Check } from '../ui/icons.js';
import { InboxContext } from './inbox-context.js';

const THEMES: Theme[] = ['system', 'light', 'dark'];
const ITEM =
  'flex min-h-9 touch:min-h-11 cursor-default items-center gap-2 rounded-[6px] px-3 text-14 outline-none select-none data-highlighted:bg-accent-soft';

export default function MeMenuOpen({ look, name, children }: { look: string; name: string; children: ReactNode }) {
  const { t, language: spoken } = useTranslation();
  const user = useUser();
  const hotel = useQuery(hotelQuery).data;
  const theme = useTheme();
  const inbox = useContext(InboxContext);
  const save = useMutation({
    mutationFn: (language: Language) => answer(api.PATCH('/me', { body: { language } })),
  });
  const speak = (language: Language): void => {
    void setLanguage(language);
    userChanged({ ...user, language });
    save.mutate(language);
  };

  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={look} aria-label={name}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-40 outline-none" sideOffset={6} align="start" collisionPadding={8}>
          <Menu.Popup className="sheet-motion max-h-[var(--available-height)] w-60 overflow-y-auto rounded-[12px] border border-line bg-raised p-1.5 text-ink shadow-float outline-none">
            <div className="px-3 pt-2 pb-2">
              <p className="font-medium [overflow-wrap:anywhere]">{user.name}</p>
              <p className="text-13 [overflow-wrap:anywhere] text-ink-3">{user.email}</p>
              <p className="mt-1 text-13 [overflow-wrap:anywhere] text-ink-2 lg:hidden">{hotel?.name}</p>
            </div>
            <Line />
            <Menu.RadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
              <Label>{t('me.theme')}</Label>
              {THEMES.map((one) => (
                <Menu.RadioItem key={one} value={one} className={ITEM} closeOnClick={false}>
                  <Chosen />
                  {t(`me.themes.${one}`)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Line />
            <Menu.RadioGroup value={nearestLanguage([spoken])} onValueChange={(value) => speak(value as Language)}>
              <Label>{t('me.language')}</Label>
              {Object.entries(LANGUAGES).map(([tag, language]) => (
                <Menu.RadioItem key={tag} value={tag} className={ITEM} lang={tag} closeOnClick={false}>
                  <Chosen />
                  {language}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Line />
            <Menu.LinkItem className={ITEM} render={<Link to="/me" />} closeOnClick>
              <span className="size-4" />
              {t('account.title')}
            </Menu.LinkItem>
            {user.role === 'admin' && (
              <>
                <Menu.LinkItem className={ITEM} render={<Link to="/setup/team" />} closeOnClick>
                  <span className="size-4" />
                  {t('team.title')}
                </Menu.LinkItem>
                <Menu.LinkItem className={ITEM} render={<Link to="/system/review" />} closeOnClick>
                  <span className="size-4" />
                  {t('review.title')}
                </Menu.LinkItem>
              </>
            )}
            {inbox && (
              <Menu.Item className={ITEM} onClick={() => inbox.show('keys')}>
                <span className="size-4" />
                {t('keys.title')}
                <kbd className="ms-auto text-13 text-ink-3">?</kbd>
              </Menu.Item>
            )}
            <Menu.Item className={ITEM} onClick={() => void logOut()}>
              <span className="size-4" />
              {t('me.signOut')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const Line = () => <Menu.Separator className="mx-1.5 my-1.5 h-px bg-line" />;
const Label = ({ children }: { children: ReactNode }) => (
  <Menu.GroupLabel className="px-3 pt-1 pb-1 text-12 text-ink-3">{children}</Menu.GroupLabel>
);
const Chosen = () => (
  <span className="size-4 shrink-0 text-accent">
    <Menu.RadioItemIndicator>
      <Check className="size-4" strokeWidth={1.5} aria-hidden="true" />
    </Menu.RadioItemIndicator>
  </span>
);
