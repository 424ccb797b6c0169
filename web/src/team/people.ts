import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import { departmentsQuery, queryClient } from '../api/queries.js';
import type { GivenLink, Person, Role } from '../api/types.js';

export const ROLES = ['agent', 'manager', 'viewer', 'admin'] as const satisfies readonly Role[];
const PAGE = 100;

/** Everybody of the house, by name. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => {
    const people: Person[] = [];
    let cursor: string | null = null;
    do {
      const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
      const page: { items: Person[]; nextCursor: string | null } = await answer(
        api.GET('/users', { params: { query }, signal }),
      );
      people.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return people;
  },
  staleTime: 0,
});

/** Puts a person into these departments and takes them out of all others. */
export async function setDepartments(userId: string, wanted: ReadonlySet<string>): Promise<void> {
  // Members are set as a whole: those a colleague has added meanwhile must be among them.
  const departments = await queryClient.fetchQuery({ ...departmentsQuery, staleTime: 0 });
  for (const { id, members } of departments) {
    const others = members.map((member) => member.id).filter((member) => member !== userId);
    if (wanted.has(id) === others.length < members.length) continue;
    const userIds = wanted.has(id) ? [...others, userId] : others;
    await answer(api.PUT('/departments/{id}/members', { params: { path: { id } }, body: { userIds } }));
  }
  await queryClient.invalidateQueries({ queryKey: departmentsQuery.queryKey });
}

/** A one-time link; those before it stop working. */
export const giveLink = (id: string): Promise<GivenLink> =>
  answer(api.POST('/users/{id}/link', { params: { path: { id } } }));

export const readPeopleAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey });
