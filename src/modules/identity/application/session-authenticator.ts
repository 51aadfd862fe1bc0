import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Authenticator, type Credentials } from '../../../platform/http/authenticator.js';
import { ROTATION_GRACE_MS } from '../domain/session-times.js';
import { hashToken } from '../domain/token.js';
import { CallerDirectory } from '../persistence/caller-directory.js';

/** Looks the caller up on each request: a logout, a block or another role needs no waiting for a token to expire. */
@Injectable()
export class SessionAuthenticator extends Authenticator {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly callers: CallerDirectory,
    private readonly clock: Clock,
  ) {
    super();
  }

  override authenticate({ kind, secret }: Credentials): Promise<Actor | null> {
    const hash = hashToken(secret);
    const now = this.clock.now();
    return this.unitOfWork.read((tx) => {
      switch (kind) {
        case 'bearer':
          return this.callers.byAccessToken(tx, hash, now);
        case 'session-cookie':
          return this.callers.bySessionToken(tx, hash, now, new Date(now.getTime() - ROTATION_GRACE_MS));
        case 'api-key':
          return this.callers.byApiKey(tx, hash);
      }
    });
  }
}
