import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.js';
import { ApiError } from '../api/problem.js';
import type { Person, Role } from '../api/types.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { uuid } from '../lib/uuid.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { Modal } from '../ui/modal.js';
import { LinkNote } from './link-note.js';
import { giveLink, readPeopleAgain, setDepartments } from './people.js';
import { RightsFields } from './rights-fields.js';

/** A new colleague: who, what they may do, where; then the link they come in with. */
export function InviteSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  const first = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [departmentIds, setDepartmentIds] = useState<ReadonlySet<string>>(new Set());
  // Each step is done once, also where a later one has to be tried again.
  const [added, setAdded] = useState<Person | null>(null);
  const [key] = useState(uuid);
  const invite = useMutation({
    mutationFn: async () => {
      const person = added ?? (await add());
      setAdded(person);
      if (departmentIds.size > 0) await setDepartments(person.id, departmentIds);
      // Another hotel's colleague has a password already, and needs no link.
      return person.hasPassword ? null : giveLink(person.id);
    },
    onSettled: readPeopleAgain,
  });
  const add = (): Promise<Person> =>
    answer(
      api.POST('/users', {
        params: { header: { 'Idempotency-Key': `${key}-${email.trim()}` } },
        body: { name: name.trim(), email: email.trim(), role },
      }),
    );
  const error = invite.error instanceof ApiError ? invite.error : null;
  const wrongEmail = error?.code === 'user_exists' || error?.problem.errors?.some(({ field }) => field === 'email');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!invite.isPending && name.trim() && email.trim()) invite.mutate();
  };
  if (invite.isSuccess) {
    return (
      <Modal wide title={t('team.invited', { name: name.trim() })} onClose={onClose}>
        {invite.data ? <LinkNote link={invite.data} /> : <p role="status">{t('team.hasPassword')}</p>}
        <div className="mt-5 flex justify-end">
          <Button kind="filled" onClick={onClose}>
            {t('common.close')}
          </Button>
        </div>
      </Modal>
    );
  }
  return (
    <Modal wide title={t('team.inviteTitle')} onClose={onClose} initialFocus={first}>
      <form onSubmit={submit} noValidate>
        <div className="grid gap-x-4 sm:grid-cols-2">
          <Field
            ref={first}
            label={t('team.name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            disabled={added !== null}
            maxLength={120}
            autoComplete="off"
            dir="auto"
          />
          <Field
            label={t('login.email')}
            type="email"
            inputMode="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            disabled={added !== null}
            error={wrongEmail ? t(error?.code === 'user_exists' ? 'problem.user_exists' : 'team.noEmail') : null}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
          />
        </div>
        <RightsFields role={role} onRole={setRole} departmentIds={departmentIds} onDepartments={setDepartmentIds} />
        <p role="alert" className="mt-2 text-13 text-late empty:hidden">
          {error && !wrongEmail && sentence(error)}
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button kind="filled" type="submit" disabled={invite.isPending || !name.trim() || !email.trim()}>
            {t('team.makeLink')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
