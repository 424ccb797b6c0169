import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { JwtService } from '@nestjs/jwt';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Config } from '../config/config.js';
import type { Principal } from './principal.js';
import { SESSION_DAYS } from './refresh-tokens.js';
import { Sessions } from './sessions.js';

export const BY_MEDIA_COOKIE = Symbol('by media cookie');

const COOKIE = 'bellhop_media';
const PATH = '/api/v1/media';

interface Claims {
  sub: string;
  hid: string;
  sid: string;
}

/** A GET that `<img>` and `<video>` ask for, which send no bearer token: the media cookie opens it, too. */
export const ByMediaCookie = (): MethodDecorator =>
  applyDecorators(SetMetadata(BY_MEDIA_COOKIE, true), ApiExtension('x-media-cookie', true));

/**
 * The cookie that shows staff the files of messages. It names a session and gives no right of its own: session,
 * role and memberships are read from the rows at each request. It is signed with a key of its own, so that it is
 * no access token, and a browser sends it to the media's addresses alone, never from another site.
 */
@Injectable()
export class MediaCookies {
  constructor(
    private readonly jwt: JwtService,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  async set(reply: FastifyReply, { userId, hotelId, sessionId }: Principal): Promise<void> {
    const claims: Claims = { sub: userId, hid: hotelId, sid: sessionId };
    const maxAge = SESSION_DAYS * 86_400;
    const token = await this.jwt.signAsync({ ...claims }, { secret: this.secret(), expiresIn: maxAge });
    void reply.setCookie(COOKIE, token, {
      path: PATH,
      httpOnly: true,
      sameSite: 'strict',
      secure: this.config.http.publicUrl.startsWith('https:'),
      maxAge,
    });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(COOKIE, { path: PATH });
  }

  /** Null: there is none, or not one of ours. Throws SessionEndedError when its session is over. */
  async principal(request: FastifyRequest): Promise<Principal | null> {
    const token = request.cookies[COOKIE];
    if (!token) return null;
    const claims = await this.jwt.verifyAsync<Claims>(token, { secret: this.secret() }).catch(() => null);
    return claims && this.sessions.principal(claims.hid, claims.sid, claims.sub);
  }

  private secret(): Buffer {
    return Buffer.concat([this.config.jwtSecret, Buffer.from(' media cookie')]);
  }
}
