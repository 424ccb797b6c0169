import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.js';
import { ApiError } from '../api/problem.js';
import { queryClient } from '../api/queries.js';
import { userChanged } from '../api/session.js';
import { useUser } from '../api/use-session.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { PasswordBox } from '../screens/password-box.js';
import { MIN_PASSWORD, useWeakness } from '../screens/password-rules.js';
import { Button } from '../ui/button.js';

/** The present one first; all other screens of this person are signed out by it. */
export function ChangePassword() {
  const { t } = useTranslation();
  const user = useUser();
  const id = useId();
  const sentence = useProblemSentence();
  const weakness = useWeakness();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useMutation({
    mutationFn: () => answer(api.PATCH('/me', { body: { currentPassword, newPassword } })),
    onSuccess: (saved) => {
      userChanged(saved);
      setCurrent('');
      setNew('');
      void queryClient.invalidateQueries({ queryKey: ['my-sessions'] });
    },
  });
  const isWrong = change.error instanceof ApiError && change.error.code === 'wrong_password';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!change.isPending && currentPassword && newPassword) change.mutate();
  };
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 text-18 font-medium">
        {t('account.password')}
      </h2>
      <form onSubmit={submit} noValidate>
        <input type="text" name="email" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordBox
          label={t('account.currentPassword')}
          autoComplete="current-password"
          value={currentPassword}
          onChange={setCurrent}
          error={isWrong ? sentence(change.error) : null}
        />
        <PasswordBox
          label={t('account.newPassword')}
          autoComplete="new-password"
          value={newPassword}
          onChange={setNew}
          hint={t('password.hint', { count: MIN_PASSWORD })}
          error={change.error && !isWrong ? (weakness(change.error) ?? sentence(change.error)) : null}
        />
        <Button kind="filled" type="submit" disabled={change.isPending || !currentPassword || !newPassword}>
          {t('account.changePassword')}
        </Button>
        <p role="status" className="mt-2 text-13 text-ok empty:hidden">
          {change.isSuccess && t('account.passwordChanged')}
        </p>
      </form>
    </section>
  );
}
