import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.js';
import type { Person } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Modal } from '../ui/modal.js';
import { LinkNote } from './link-note.js';
import { giveLink, readPeopleAgain, setDepartments } from './people.js';
import { PersonSessions } from './person-sessions.js';
import { RightsFields } from './rights-fields.js';
import { useStanding } from './standing.js';

/** A colleague: what they may do and where, how they get in, where they are signed in. */
export function PersonSheet({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useUser();
  const sentence = useProblemSentence();
  const standing = useStanding();
  const path = { id: person.id };
  const [role, setRole] = useState(person.role);
  const [departmentIds, setDepartmentIds] = useState<ReadonlySet<string>>(
    () => new Set(person.departments.map(({ id }) => id)),
  );
  const save = useMutation({
    mutationFn: async () => {
      const body = { role, version: person.version };
      if (role !== person.role) await answer(api.PATCH('/users/{id}', { params: { path }, body }));
      await setDepartments(person.id, departmentIds);
    },
    onSuccess: onClose,
    onSettled: readPeopleAgain,
  });
  const link = useMutation({ mutationFn: () => giveLink(person.id), onSettled: readPeopleAgain });
  const turn = useMutation({
    mutationFn: (active: boolean) =>
      answer(api.PATCH('/users/{id}', { params: { path }, body: { active, version: person.version } })),
    onSettled: readPeopleAgain,
  });
  const busy = save.isPending || link.isPending || turn.isPending;
  const error = save.error ?? link.error ?? turn.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy) save.mutate();
  };
  return (
    <Modal wide title={person.name} onClose={onClose}>
      <p className="-mt-3 mb-5 text-ink-2">
        <bdi className="break-all">{person.email}</bdi> · {standing(person)}
      </p>
      <form onSubmit={submit}>
        <RightsFields role={role} onRole={setRole} departmentIds={departmentIds} onDepartments={setDepartmentIds} />
        <PersonSessions person={person} />
        <div className="mt-4 flex flex-wrap gap-x-1">
          {person.active && (
            <Button className="-ms-3" disabled={busy} onClick={() => link.mutate()}>
              {t(person.hasPassword ? 'team.newPasswordLink' : 'team.newLink')}
            </Button>
          )}
          {person.id !== me.id && (
            <Button
              kind={person.active ? 'danger' : 'word'}
              className={person.active ? '' : '-ms-3'}
              disabled={busy}
              onClick={() => turn.mutate(!person.active)}
            >
              {t(person.active ? 'team.switchOff' : 'team.switchOn')}
            </Button>
          )}
        </div>
        {link.data && (
          <div className="mt-3">
            <LinkNote link={link.data} />
          </div>
        )}
        <p role="alert" className="mt-2 text-13 text-late empty:hidden">
          {error && sentence(error)}
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button kind="filled" type="submit" disabled={busy}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
