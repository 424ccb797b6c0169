import { useTranslation } from '../i18n/use-translation.js';
import { Room } from '../screens/room.js';
import { AboutMe } from './about-me.js';
import { ChangePassword } from './change-password.js';
import { MySessions } from './my-sessions.js';

/** One's own account: how one is called, the language of the screens, the password, where one is signed in. */
export function AccountScreen() {
  const { t } = useTranslation();
  return (
    <Room here={null} title={t('account.title')}>
      <div className="max-w-120 space-y-10">
        <AboutMe />
        <ChangePassword />
        <MySessions />
      </div>
    </Room>
  );
}
