import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext, runInContext } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { sessionTimes } from '../domain/session-times.js';
import { encodeToken, hashToken, TOKEN_BYTES } from '../domain/token.js';
import { type User } from '../domain/user.js';
import { InvalidCredentialsError } from '../identity.errors.js';
import { SessionRepository } from '../persistence/session-repository.js';
import { UserRepository, type UserWithPassword } from '../persistence/user-repository.js';
import { LoginThrottle } from './login-throttle.js';
import { Passwords } from './passwords.js';

/** A session as its owner gets it: the only time its tokens exist outside their hashes. */
export interface OpenedSession {
  readonly accessToken: string;
  readonly accessExpiresAt: Date;
  /** For the cookie. */
  readonly sessionToken: string;
  readonly expiresAt: Date;
  readonly user: User;
}

@Injectable()
export class LogIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly passwords: Passwords,
    private readonly throttle: LoginThrottle,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /**
   * @throws INVALID_CREDENTIALS after the same work, whatever was wrong
   * @throws TOO_MANY_REQUESTS
   */
  async run({ email, password }: { email: string; password: string }): Promise<OpenedSession> {
    const address = currentContext().remoteAddress ?? '';
    this.throttle.admit(address, email);
    const user = await this.unitOfWork.read((tx) => this.users.findByEmail(tx, email));
    const isRight = await this.passwords.matches(password, user?.passwordHash ?? null);
    const opened = user !== null && isRight ? await this.open(user) : null;
    if (opened !== null) return opened;
    this.throttle.failed(address, email);
    await this.unitOfWork.run((tx) => {
      audit(tx, { action: 'identity.log-in-failed', entity: 'user', entityId: user?.id ?? 'unknown', detail: {} });
      return Promise.resolve();
    });
    throw new InvalidCredentialsError();
  }

  /** @returns null when the user is blocked, or was changed since they were read */
  private open(user: UserWithPassword): Promise<OpenedSession | null> {
    const now = this.clock.now();
    const times = sessionTimes(now, now);
    const sessionToken = encodeToken(this.random.bytes(TOKEN_BYTES));
    const accessToken = encodeToken(this.random.bytes(TOKEN_BYTES));
    const id = this.random.uuid();
    const actor = { kind: 'user', id: user.id, role: user.role, email: user.email } as const;
    return runInContext({ ...currentContext(), actor }, () =>
      this.unitOfWork.run(async (tx) => {
        const isStarted = await this.sessions.start(tx, {
          id,
          userId: user.id,
          passwordHash: user.passwordHash,
          tokenHash: hashToken(sessionToken),
          accessHash: hashToken(accessToken),
          startedAt: now,
          ...times,
        });
        if (!isStarted) return null;
        audit(tx, { action: 'identity.log-in', entity: 'user', entityId: user.id, detail: { sessionId: id } });
        return { accessToken, sessionToken, ...times, user: withoutPassword(user) };
      }),
    );
  }
}

function withoutPassword({ id, email, name, role, blocked, createdAt, updatedAt }: UserWithPassword): User {
  return { id, email, name, role, blocked, createdAt, updatedAt };
}
