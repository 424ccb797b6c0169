import { useSession } from '../api/use-session.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Modal } from '../ui/modal.js';
import { LoginForm } from './login-form.js';

/** The session is over; the screen and its drafts are still there. */
export function SignInSheet() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Modal must title={t('login.again')} onClose={() => undefined}>
      <p className="mb-4 text-14 text-ink-2">{t('login.againLead')}</p>
      <LoginForm email={'user' in session ? session.user.email : undefined} />
    </Modal>
  );
}
