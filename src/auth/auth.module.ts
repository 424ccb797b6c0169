import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';

import { Config } from '../config/config.js';
import { MailModule } from '../mail/index.js';
import { ProcessesModule } from '../processes/index.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { Attempts } from './attempts.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { ForgottenPasswords } from './forgotten-passwords.js';
import { AuthGuard, PermissionGuard } from './guards.js';
import { Idempotency } from './idempotency.js';
import { JwtStrategy } from './jwt.strategy.js';
import { Logins } from './logins.js';
import { MeController } from './me.controller.js';
import { MediaCookies } from './media-cookie.js';
import { MySessionsController } from './my-sessions.controller.js';
import { OpenSessions } from './open-sessions.js';
import { PasswordLinksController } from './password-links.controller.js';
import { PasswordLinks } from './password-links.js';
import { PeopleRepository } from './people.repository.js';
import { RightsNews } from './rights-news.js';
import { ACCESS_TOKEN_SECONDS, Sessions } from './sessions.js';
import { WriteLimitGuard } from './write-limit.js';

/** Global: the guards stand before every route of the program: who asks, not too often, with the right to. */
@Global()
@Module({
  imports: [
    MailModule,
    PassportModule,
    ProcessesModule,
    JwtModule.registerAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        secret: config.jwtSecret,
        signOptions: { algorithm: 'HS256', expiresIn: ACCESS_TOKEN_SECONDS },
        verifyOptions: { algorithms: ['HS256'] },
      }),
    }),
  ],
  controllers: [ApiKeysController, AuthController, MeController, MySessionsController, PasswordLinksController],
  providers: [
    ApiKeys,
    ApiKeysRepository,
    Attempts,
    AuthService,
    ForgottenPasswords,
    Idempotency,
    JwtStrategy,
    Logins,
    MediaCookies,
    OpenSessions,
    PasswordLinks,
    PeopleRepository,
    RightsNews,
    Sessions,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: WriteLimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: [ForgottenPasswords, Idempotency, Logins, OpenSessions, PasswordLinks, RightsNews, Sessions],
})
export class AuthModule {}
