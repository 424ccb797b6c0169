import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Actor } from '../audit/index.js';
import { may, type Permission, type Role } from './permissions.js';

/** Who is asking: read from the database for this very request, so that a change of rights holds at once. */
export interface Principal {
  /** the person's id; where an API key asks, the key's */
  userId: string;
  hotelId: string;
  role: Role;
  sessionId: string;
  /** departments this user is a member of; archived ones left out */
  departmentIds: string[];
  /** an API key asks, no person: what it does is automation's, and only what its scopes name */
  apiKey?: { name: string; scopes: readonly string[] };
  /** the hotel's own limit of changes a minute; null: the usual one */
  writesPerMinute?: number | null;
  /** who has a shell on the server: no person of the hotel, and no id of their own */
  operator?: true;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** For commands: sees and does in this hotel what an administrator may. */
export function operatorOf(hotelId: string): Principal {
  return { userId: NOBODY, hotelId, role: 'admin', sessionId: NOBODY, departmentIds: [], operator: true };
}

/** The signed-in user of a route that is not `@Public()`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { user } = context.switchToHttp().getRequest<FastifyRequest & { user?: Principal }>();
  if (user === undefined) throw new Error('CurrentUser on a public route');
  return user;
});

/** What the role allows and, where an API key asks, a scope of it names too. */
export function allowed({ role, apiKey }: Pick<Principal, 'role' | 'apiKey'>, permission: Permission): boolean {
  return may(role, permission) && (apiKey === undefined || apiKey.scopes.includes(permission));
}

/** Whose deed the audit log tells of. */
export function actorOf({ userId, apiKey, operator }: { userId: string; apiKey?: object; operator?: true }): Actor {
  if (operator) return { kind: 'operator' };
  return { kind: apiKey === undefined ? 'user' : 'automation', id: userId };
}
