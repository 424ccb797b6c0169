/** What a role may do is decided here and nowhere else. What somebody may *see* of it is narrower: departments, the hotel. */
export const ROLES = ['admin', 'manager', 'agent', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const EVERYBODY: readonly Role[] = ROLES;
const STAFF: readonly Role[] = ['admin', 'manager', 'agent'];
const LEADS: readonly Role[] = ['admin', 'manager'];
const ADMINS: readonly Role[] = ['admin'];

export const PERMISSIONS = {
  'hotel:read': EVERYBODY,
  'hotel:write': ADMINS,
  /** colleagues' names, for assigning and mentioning */
  'user:read': EVERYBODY,
  'user:write': ADMINS,
  'department:read': EVERYBODY,
  /** a manager: only departments they are a member of */
  'department:write': LEADS,
  'department:create': ADMINS,
  /** the ones they are no member of too */
  'department:write-all': ADMINS,
  'channel:read': EVERYBODY,
  'channel:write': ADMINS,
  'guest:read': EVERYBODY,
  /** name, language, notes; join two guests who are one */
  'guest:write': STAFF,
  'conversation:read': EVERYBODY,
  /** whatever its department */
  'conversation:read-all': ADMINS,
  /** answer, note, type, close, reopen, transfer; who may not is nobody's assignee */
  'conversation:write': STAFF,
  'conversation:assign': STAFF,
  'review:read': ADMINS,
  'review:write': ADMINS,
  'audit:read': ADMINS,
  'api-key:read': ADMINS,
  'api-key:write': ADMINS,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function may(role: Role, permission: Permission): boolean {
  return PERMISSIONS[permission].some((allowed) => allowed === role);
}
