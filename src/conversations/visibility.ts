import { may, type Role } from '../auth/index.js';

/**
 * Who may see a conversation, decided here and nowhere else (promise 10, E23). Lists, counts, single reads,
 * the timeline, changes and sockets use `covers` or its SQL form `visibleSql`; a test keeps the two alike.
 */

export type ConversationType = 'general' | 'service' | 'flow';

/** A member of staff who looks, or an API key: it sees what a person of its role and departments sees. `Principal` is one. */
export interface Reader {
  hotelId: string;
  /** of a key its own id: it is nobody's participant and nobody's assignee */
  userId: string;
  role: Role;
  departmentIds: readonly string[];
  apiKey?: { name: string };
}

/** Where a conversation lies: all that its visibility depends on. */
export interface Place {
  type: ConversationType;
  departmentId: string | null;
}

/** The hotel's choice of who answers before a department does. */
export interface GeneralRule {
  generalAudience: 'staff' | 'front-desk';
  frontDeskDepartmentId: string | null;
}

/** What one reader may see. */
export interface Sight {
  everything: boolean;
  general: boolean;
  departmentIds: readonly string[];
}

export function sightOf(reader: Pick<Reader, 'role' | 'departmentIds'>, rule: GeneralRule): Sight {
  return {
    everything: may(reader.role, 'conversation:read-all'),
    general: seesGeneral(reader, rule),
    departmentIds: reader.departmentIds,
  };
}

export function covers(sight: Sight, place: Place): boolean {
  if (sight.everything) return true;
  if (place.type === 'general') return sight.general;
  return place.departmentId !== null && sight.departmentIds.includes(place.departmentId);
}

export function maySee(reader: Pick<Reader, 'role' | 'departmentIds'>, place: Place, rule: GeneralRule): boolean {
  return covers(sightOf(reader, rule), place);
}

/** `covers` as a condition on the conversation row `alias`; its values are pushed onto `params`. */
export function visibleSql(sight: Sight, alias: string, params: unknown[]): string {
  if (sight.everything) return 'true';
  params.push(sight.departmentIds);
  const departments = `${alias}.type <> 'general' AND ${alias}.department_id = ANY($${params.length}::uuid[])`;
  return sight.general ? `(${alias}.type = 'general' OR (${departments}))` : `(${departments})`;
}

/** A hotel that narrows `general` without naming a front desk keeps it open: nobody would be answered otherwise. */
function seesGeneral(reader: Pick<Reader, 'role' | 'departmentIds'>, rule: GeneralRule): boolean {
  if (may(reader.role, 'conversation:read-all')) return true;
  if (rule.generalAudience === 'staff' || rule.frontDeskDepartmentId === null) return true;
  return reader.departmentIds.includes(rule.frontDeskDepartmentId);
}
