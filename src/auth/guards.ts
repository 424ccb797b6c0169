import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as PassportGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';

import { ApiKeys } from './api-keys.js';
import { PEOPLE_ONLY, PUBLIC, REQUIRED } from './decorators.js';
import { ForbiddenError, ScopeMissingError, TokenExpiredError, UnauthenticatedError } from './errors.js';
import { JwtStrategy } from './jwt.strategy.js';
import { BY_MEDIA_COOKIE, MediaCookies } from './media-cookie.js';
import { may, type Permission } from './permissions.js';
import { allowed, type Principal } from './principal.js';
import { isScope } from './scopes.js';

type Asked = FastifyRequest & { user?: Principal };

/** Every route needs a token, but those that say `@Public()`. Sockets prove themselves in their handshake. */
@Injectable()
export class AuthGuard extends PassportGuard() {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
    private readonly mediaCookies: MediaCookies,
    strategy: JwtStrategy,
  ) {
    super({ defaultStrategy: strategy.passportName });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http' || isPublic(this.reflector, context)) return true;
    const request = context.switchToHttp().getRequest<Asked>();
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (token === '' && told<boolean>(this.reflector, context, BY_MEDIA_COOKIE) === true) {
      const viewer = await this.mediaCookies.principal(request);
      if (viewer) {
        request.user = viewer;
        return true;
      }
    }
    if (!ApiKeys.isKey(token)) return (await super.canActivate(context)) as boolean;
    request.user = await this.keys.principal(token);
    return true;
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

/** Compares the user's role, or an API key's scopes, with what the route `@Requires()`. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http' || isPublic(this.reflector, context)) return true;
    const required = told<Permission>(this.reflector, context, REQUIRED);
    const { user } = context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>();
    if (user.apiKey !== undefined) {
      // A route that says nothing is a person's: an API key comes in only where a scope lets it.
      const scope = told<boolean>(this.reflector, context, PEOPLE_ONLY) === true ? undefined : required;
      if (scope === undefined || !isScope(scope)) throw new ScopeMissingError(null);
      if (!allowed(user, scope)) throw new ScopeMissingError(scope);
      return true;
    }
    if (required !== undefined && !may(user.role, required)) throw new ForbiddenError();
    return true;
  }
}

function isPublic(reflector: Reflector, context: ExecutionContext): boolean {
  return told<boolean>(reflector, context, PUBLIC) === true;
}

/** What the route says of itself, or else its controller. */
function told<T>(reflector: Reflector, context: ExecutionContext, key: symbol): T | undefined {
  return reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
}
