import { useQuery } from '@tanstack/react-query';
import { departmentsQuery } from '../api/queries.js';
import type { Role } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { ROLES } from './people.js';

const LINE = 'flex min-h-9 items-start gap-3 rounded-control px-2 py-1.5 hover:bg-bg touch:min-h-11';

/** What somebody may do, in words, and where. */
export function RightsFields(props: {
  role: Role;
  onRole: (role: Role) => void;
  departmentIds: ReadonlySet<string>;
  onDepartments: (ids: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation();
  const departments = useQuery(departmentsQuery).data ?? [];
  const toggle = (id: string): void => {
    const next = new Set(props.departmentIds);
    if (!next.delete(id)) next.add(id);
    props.onDepartments(next);
  };
  return (
    <>
      <fieldset className="mb-4">
        <legend className="mb-1 text-13 font-medium text-ink-2">{t('team.role')}</legend>
        {ROLES.map((role) => (
          <label key={role} className={LINE}>
            <input
              type="radio"
              name="role"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={props.role === role}
              onChange={() => props.onRole(role)}
            />
            <span>
              <span className="block font-medium">{t(`team.roles.${role}`)}</span>
              <span className="block text-13 text-ink-2">{t(`team.may.${role}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {departments.length > 0 && (
        <fieldset className="mb-4">
          <legend className="mb-1 text-13 font-medium text-ink-2">{t('team.departments')}</legend>
          <div className="grid sm:grid-cols-2">
            {departments.map(({ id, name }) => (
              <label key={id} className={LINE}>
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  checked={props.departmentIds.has(id)}
                  onChange={() => toggle(id)}
                />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
