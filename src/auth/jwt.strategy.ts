import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

import { Config } from '../config/config.js';
import type { Principal } from './principal.js';
import { Sessions, type Claims } from './sessions.js';

/** A well-signed token is only who it says: session, role and memberships are read from the rows each time. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    config: Config,
    private readonly sessions: Sessions,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: config.jwtSecret,
      algorithms: ['HS256'],
    });
  }

  validate(claims: Claims): Promise<Principal> {
    return this.sessions.principal(claims.hid, claims.sid, claims.sub);
  }
}
