import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';

import { Config } from '../config/config.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { Attempts } from './attempts.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { AuthGuard, PermissionGuard } from './guards.js';
import { Idempotency } from './idempotency.js';
import { JwtStrategy } from './jwt.strategy.js';
import { Logins } from './logins.js';
import { MeController } from './me.controller.js';
import { MediaCookies } from './media-cookie.js';
import { PeopleRepository } from './people.repository.js';
import { RightsNews } from './rights-news.js';
import { ACCESS_TOKEN_SECONDS, Sessions } from './sessions.js';
import { WriteLimitGuard } from './write-limit.js';

/** Global: the guards stand before every route of the program: who asks, not too often, with the right to. */
@Global()
@Module({
  imports: [
    PassportModule,
    JwtModule.registerAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        secret: config.jwtSecret,
        signOptions: { algorithm: 'HS256', expiresIn: ACCESS_TOKEN_SECONDS },
        verifyOptions: { algorithms: ['HS256'] },
      }),
    }),
  ],
  controllers: [ApiKeysController, AuthController, MeController],
  providers: [
    ApiKeys,
    ApiKeysRepository,
    Attempts,
    AuthService,
    Idempotency,
    JwtStrategy,
    Logins,
    MediaCookies,
    PeopleRepository,
    RightsNews,
    Sessions,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: WriteLimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: [Idempotency, Logins, RightsNews, Sessions],
})
export class AuthModule {}
