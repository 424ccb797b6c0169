import { may, type Permission } from './permissions.js';

/**
 * What an API key may be given: one line for each permission, so that a new one must be decided on. `false`:
 * people only, because with it a key could make itself or others stronger, or acts as a person.
 */
const OFFERED = {
  'hotel:read': true,
  'hotel:write': false,
  'user:read': true,
  'user:write': false,
  'department:read': true,
  'department:write': true,
  'department:create': true,
  'department:write-all': false, // comes with a key of the whole hotel
  'channel:read': true,
  'channel:write': false,
  'guest:read': true,
  'guest:write': true,
  'conversation:read': true,
  'conversation:read-all': false, // comes with a key of the whole hotel
  'conversation:write': true,
  'conversation:assign': true,
  'review:read': true,
  'review:write': true,
  'audit:read': true,
  'api-key:read': false,
  'api-key:write': false,
} as const satisfies Record<Permission, boolean>;

export type Scope = { [P in Permission]: (typeof OFFERED)[P] extends true ? P : never }[Permission];

export const SCOPES = (Object.keys(OFFERED) as Permission[]).filter(isScope);

export function isScope(permission: Permission): permission is Scope {
  return OFFERED[permission];
}

/** A key of the whole hotel sees what an admin sees, one of some departments what an agent there sees. */
export function roleOfKey(wholeHotel: boolean): 'admin' | 'agent' {
  return wholeHotel ? 'admin' : 'agent';
}

/** Whether a scope makes sense for such a key: review and audit tell of the whole hotel. */
export function scopeFits(scope: Scope, wholeHotel: boolean): boolean {
  return may(roleOfKey(wholeHotel), scope);
}
