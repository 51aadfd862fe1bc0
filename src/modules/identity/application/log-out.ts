import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Credentials } from '../../../platform/http/authenticator.js';
import { UnauthenticatedError } from '../../../platform/http/http.errors.js';
import { hashToken } from '../domain/token.js';
import { SessionRepository } from '../persistence/session-repository.js';
import { tokenKindOf } from './token-kind.js';

/** Ends the session behind the credentials; both its tokens are dead from the next request on. */
@Injectable()
export class LogOut {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws UNAUTHENTICATED when another request ended it first, and for an API key, which has no session */
  async run(credentials: Credentials): Promise<{ endedAt: Date }> {
    const kind = tokenKindOf(credentials);
    if (kind === null) throw new UnauthenticatedError();
    const endedAt = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const session = await this.sessions.lock(tx, kind, hashToken(credentials.secret), endedAt);
      if (session === null) throw new UnauthenticatedError();
      await this.sessions.end(tx, session.id, endedAt);
      audit(tx, {
        action: 'identity.log-out',
        entity: 'user',
        entityId: session.user.id,
        detail: { sessionId: session.id },
      });
      return { endedAt };
    });
  }
}
