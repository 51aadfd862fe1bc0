import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { type Credentials, credentialsOf, sessionCookieName } from '../../../platform/http/authenticator.js';
import { refuseForgery } from '../../../platform/http/csrf.js';
import { UnauthenticatedError } from '../../../platform/http/http.errors.js';
import { Answers, Public, Require } from '../../../platform/http/policy.js';
import { LogIn, type OpenedSession } from '../application/log-in.js';
import { LogOut } from '../application/log-out.js';
import { RefreshSession } from '../application/refresh-session.js';
import { type Caller, ShowCaller } from '../application/show-caller.js';
import { type User } from '../domain/user.js';
import { CallerResponse, EndedSessionResponse, LoginRequest, SessionResponse } from './auth.dto.js';

@ApiTags('auth')
@Controller()
export class AuthController {
  constructor(
    private readonly logIn: LogIn,
    private readonly refreshSession: RefreshSession,
    private readonly logOut: LogOut,
    private readonly showCaller: ShowCaller,
    private readonly clock: Clock,
  ) {}

  @Post('auth/login')
  @Public()
  @Answers(SessionResponse)
  @ApiOperation({ summary: 'Sign in', description: 'Also sets the session cookie, for browsers.' })
  async login(
    @Body() body: LoginRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HandedSession> {
    return this.hand(await this.logIn.run(body), request, reply);
  }

  @Post('auth/refresh')
  @Public()
  @Answers(SessionResponse)
  @ApiOperation({
    summary: 'Replace the tokens of a session',
    description: 'By the session cookie (with the header `X-Requested-With`) or by an access token that is still good.',
  })
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HandedSession> {
    const credentials = shownBy(request);
    if (credentials.kind === 'session-cookie') refuseForgery(request);
    return this.hand(await this.refreshSession.run(credentials), request, reply);
  }

  @Post('auth/logout')
  @Require('self')
  @Answers(EndedSessionResponse)
  @ApiOperation({ summary: 'End the session' })
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ endedAt: Date }> {
    const ended = await this.logOut.run(shownBy(request));
    const secure = request.protocol === 'https';
    reply.clearCookie(sessionCookieName(secure), { path: '/', httpOnly: true, sameSite: 'strict', secure });
    return ended;
  }

  @Get('me')
  @Require('self')
  @Answers(CallerResponse)
  @ApiOperation({ summary: 'The caller, with role' })
  me(): Promise<Caller> {
    return this.showCaller.run(currentContext().actor);
  }

  private hand(session: OpenedSession, request: FastifyRequest, reply: FastifyReply): HandedSession {
    const now = this.clock.now().getTime();
    const secure = request.protocol === 'https';
    reply.setCookie(sessionCookieName(secure), session.sessionToken, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure,
      maxAge: secondsBetween(now, session.expiresAt),
    });
    const { accessToken, accessExpiresAt, user } = session;
    return { accessToken, expiresIn: secondsBetween(now, accessExpiresAt), user };
  }
}

/** What of a session is in the answer: the rest is in the cookie. */
interface HandedSession {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly user: User;
}

function secondsBetween(nowMs: number, end: Date): number {
  return Math.max(0, Math.floor((end.getTime() - nowMs) / 1_000));
}

function shownBy(request: FastifyRequest): Credentials {
  const credentials = credentialsOf(request);
  if (credentials === null) throw new UnauthenticatedError();
  return credentials;
}
