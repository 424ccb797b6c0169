import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

import { newId } from '../common/ids.js';
import { Config } from '../config/config.js';
import type { Principal } from './principal.js';
import { Sessions, type Claims } from './sessions.js';

/** A well-signed token is only who it says: session, role and memberships are read from the rows each time. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  /**
   * Names are global in passport: under one name the first of two desks in one process would judge tokens
   * by the second's sessions. (Nor can the guard take the strategy itself: passport then keeps a request's
   * state on it, and parallel requests answer each other.)
   */
  readonly passportName = `jwt ${newId()}`;

  constructor(
    config: Config,
    private readonly sessions: Sessions,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: config.jwtSecret,
      algorithms: ['HS256'],
    });
    passport.use(this.passportName, this);
  }

  validate(claims: Claims): Promise<Principal> {
    return this.sessions.principal(claims.hid, claims.sid, claims.sub);
  }
}
