import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as PassportGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';

import { PUBLIC, REQUIRED } from './decorators.js';
import { ForbiddenError, TokenExpiredError, UnauthenticatedError } from './errors.js';
import { JwtStrategy } from './jwt.strategy.js';
import { may, type Permission } from './permissions.js';
import type { Principal } from './principal.js';

/** Every route needs a token, but those that say `@Public()`. Sockets prove themselves in their handshake. */
@Injectable()
export class AuthGuard extends PassportGuard() {
  constructor(
    private readonly reflector: Reflector,
    strategy: JwtStrategy,
  ) {
    super({ defaultStrategy: strategy.passportName });
  }

  override canActivate(context: ExecutionContext): Promise<boolean> | boolean {
    if (context.getType() !== 'http' || isPublic(this.reflector, context)) return true;
    return super.canActivate(context) as Promise<boolean>;
  }

  override handleRequest<User = Principal>(error: unknown, user: User | false, info: unknown): User {
    if (error) throw error;
    if (!user)
      throw info instanceof Error && info.name === 'TokenExpiredError'
        ? new TokenExpiredError()
        : new UnauthenticatedError();
    return user;
  }
}

/** Compares the user's role with what the route `@Requires()`. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http' || isPublic(this.reflector, context)) return true;
    const required = this.reflector.getAllAndOverride<Permission | undefined>(REQUIRED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (required === undefined) return true;
    const { user } = context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>();
    if (!may(user.role, required)) throw new ForbiddenError();
    return true;
  }
}

function isPublic(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) === true;
}
