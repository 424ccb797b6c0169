import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Neighbours } from '../processes/index.js';
import { TooManyWritesError } from './errors.js';
import type { Principal } from './principal.js';
import { Throttle } from './throttle.js';

/** Changes one person or API key may ask for in a minute; a hotel may set its own (`limits.writesPerMinute`). */
export const WRITES_PER_MINUTE = 100;

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** E16: a program that runs wild is told when to come back, whichever process it asks. Reading is not limited. */
@Injectable()
export class WriteLimitGuard implements CanActivate {
  private readonly writes = new Throttle(WRITES_PER_MINUTE, 60_000);

  constructor(private readonly neighbours: Neighbours) {
    neighbours.hear('write', ({ who, most }) => void this.writes.take(who, most));
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { method, user } = context.switchToHttp().getRequest<FastifyRequest & { user?: Principal }>();
    if (READS.has(method) || user === undefined) return true;
    const [who, most] = [`${user.hotelId} ${user.userId}`, user.writesPerMinute ?? WRITES_PER_MINUTE];
    const wait = this.writes.take(who, most);
    if (wait !== null) throw new TooManyWritesError(wait);
    this.neighbours.tell('write', { who, most });
    return true;
  }
}
