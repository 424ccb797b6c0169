import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Role } from './permissions.js';

/** Who is asking: read from the database for this very request, so that a change of rights holds at once. */
export interface Principal {
  userId: string;
  hotelId: string;
  role: Role;
  sessionId: string;
  /** departments this user is a member of; archived ones left out */
  departmentIds: string[];
}

/** The signed-in user of a route that is not `@Public()`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { user } = context.switchToHttp().getRequest<FastifyRequest & { user?: Principal }>();
  if (user === undefined) throw new Error('CurrentUser on a public route');
  return user;
});
