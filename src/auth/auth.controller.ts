import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Fails } from '../common/fails.js';
import { Config } from '../config/config.js';
import { AuthService, type SignedIn } from './auth.service.js';
import { Public } from './decorators.js';
import { LoginDto } from './dto/login.dto.js';
import { SessionEndedError } from './errors.js';
import type { SignedInView } from './me.view.js';
import { MediaCookies } from './media-cookie.js';
import { SESSION_DAYS } from './refresh-tokens.js';
import type { Visitor } from './sessions.js';

const COOKIE = 'bellhop_refresh';
const PATH = '/api/v1/auth';

@Public()
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly mediaCookies: MediaCookies,
    private readonly config: Config,
  ) {}

  /** Signs in: an access token for a quarter of an hour, and a cookie that renews it. */
  @Post('login')
  @HttpCode(200)
  @Fails('invalid_input', 'wrong_credentials', 'hotel_choice_required', 'limited')
  async login(
    @Body() dto: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInView> {
    return await this.answer(reply, await this.auth.login(dto, visitorOf(request)));
  }

  /** A new access token for the cookie, which is replaced. A cookie that was used before ends the session. */
  @Post('refresh')
  @HttpCode(200)
  @Fails('session_ended')
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInView> {
    try {
      const token = request.cookies[COOKIE];
      if (!token) throw new SessionEndedError();
      return await this.answer(reply, await this.auth.refresh(token));
    } catch (error) {
      if (error instanceof SessionEndedError) void reply.clearCookie(COOKIE, { path: PATH });
      throw error;
    }
  }

  /** Signs out. Also right when nobody was signed in. */
  @Post('logout')
  @HttpCode(204)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
    await this.auth.logout(request.cookies[COOKIE] ?? null, bearer);
    void reply.clearCookie(COOKIE, { path: PATH });
    this.mediaCookies.clear(reply);
  }

  private async answer(reply: FastifyReply, { view, refreshToken, principal }: SignedIn): Promise<SignedInView> {
    void reply.setCookie(COOKIE, refreshToken, {
      path: PATH,
      httpOnly: true,
      sameSite: 'strict',
      secure: this.config.http.publicUrl.startsWith('https:'),
      maxAge: SESSION_DAYS * 86_400,
    });
    await this.mediaCookies.set(reply, principal);
    void reply.header('cache-control', 'no-store');
    return view;
  }
}

function visitorOf(request: FastifyRequest): Visitor {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? null };
}
