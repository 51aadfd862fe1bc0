import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Credentials } from '../../../platform/http/authenticator.js';
import { UnauthenticatedError } from '../../../platform/http/http.errors.js';
import { Random } from '../../../platform/random/random.js';
import { isReuse, sessionTimes } from '../domain/session-times.js';
import { encodeToken, hashToken, TOKEN_BYTES } from '../domain/token.js';
import { type LiveSession, SessionRepository } from '../persistence/session-repository.js';
import { type OpenedSession } from './log-in.js';
import { tokenKindOf } from './token-kind.js';

/** Replaces both tokens of a session. */
@Injectable()
export class RefreshSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /**
   * A token that was replaced a while ago is in two hands: the session ends for both.
   * @throws UNAUTHENTICATED when there is no live session behind the credentials, or none any more
   */
  async run(credentials: Credentials): Promise<OpenedSession> {
    const kind = tokenKindOf(credentials);
    if (kind === null) throw new UnauthenticatedError();
    const now = this.clock.now();
    const opened = await this.unitOfWork.run(async (tx) => {
      const session = await this.sessions.lock(tx, kind, hashToken(credentials.secret), now);
      if (session === null) return null;
      if (!session.isReplaced) return this.rotate(tx, session, now);
      if (isReuse(session.rotatedAt, now)) await this.endStolen(tx, session, now);
      return null;
    });
    if (opened === null) throw new UnauthenticatedError();
    return opened;
  }

  private async rotate(tx: Transaction, session: LiveSession, now: Date): Promise<OpenedSession> {
    const times = sessionTimes(session.startedAt, now);
    const sessionToken = encodeToken(this.random.bytes(TOKEN_BYTES));
    const accessToken = encodeToken(this.random.bytes(TOKEN_BYTES));
    await this.sessions.rotate(tx, session.id, {
      tokenHash: hashToken(sessionToken),
      accessHash: hashToken(accessToken),
      rotatedAt: now,
      ...times,
    });
    audit(tx, {
      action: 'identity.refresh-session',
      entity: 'user',
      entityId: session.user.id,
      detail: { sessionId: session.id },
    });
    return { accessToken, sessionToken, ...times, user: session.user };
  }

  private async endStolen(tx: Transaction, { id, user }: LiveSession, now: Date): Promise<void> {
    await this.sessions.end(tx, id, now);
    audit(tx, { action: 'identity.end-reused-session', entity: 'user', entityId: user.id, detail: { sessionId: id } });
  }
}
