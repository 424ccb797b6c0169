import type { Person } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { useStanding } from './standing.js';

/** One line a person; narrow, the same words stand below each other. */
export function PeopleList({ people, onOpen }: { people: Person[]; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const standing = useStanding();
  return (
    <ul className="border-t border-line">
      {people.map((person) => (
        <li key={person.id} className="border-b border-line">
          <button
            type="button"
            onClick={() => onOpen(person.id)}
            className="grid min-h-16 w-full items-center gap-x-4 gap-y-0.5 px-2 py-2.5 text-start -outline-offset-2! hover:bg-bg sm:grid-cols-[1fr_12rem_11rem]"
          >
            <span className="min-w-0">
              <bdi className={`block truncate text-15 font-medium ${person.active ? '' : 'text-ink-3'}`}>
                {person.name}
              </bdi>
              <bdi className="block truncate text-13 text-ink-2">{person.email}</bdi>
            </span>
            <span className="min-w-0 text-13">
              <span className="block">{t(`team.roles.${person.role}`)}</span>
              <span className="block truncate text-ink-2">{person.departments.map(({ name }) => name).join(', ')}</span>
            </span>
            <span className="text-13 text-ink-2 sm:text-end">{standing(person)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
