import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Credentials } from '../../../platform/http/authenticator.js';
import { CallerWatch, type WatchedCaller } from '../../../platform/http/caller-watch.js';
import { ROTATION_GRACE_MS } from '../domain/session-times.js';
import { hashToken } from '../domain/token.js';
import { CallerDirectory } from '../persistence/caller-directory.js';

/** Open streams end like requests: with the logout, the block, the revoked key, and with the end of a token's time. */
@Injectable()
export class SessionWatch extends CallerWatch {
  constructor(
    private readonly callers: CallerDirectory,
    private readonly clock: Clock,
  ) {
    super();
  }

  override remember({ kind, secret }: Credentials): WatchedCaller {
    return { kind, secretHash: hashToken(secret).toString('hex') };
  }

  override async actorsOf(
    tx: Transaction,
    watched: readonly WatchedCaller[],
  ): Promise<ReadonlyMap<WatchedCaller, Actor>> {
    const now = this.clock.now();
    const actors = await this.callers.byHashes(
      tx,
      {
        accessTokens: hashesOf(watched, 'bearer'),
        sessionTokens: hashesOf(watched, 'session-cookie'),
        apiKeys: hashesOf(watched, 'api-key'),
      },
      now,
      new Date(now.getTime() - ROTATION_GRACE_MS),
    );
    return new Map(
      watched.flatMap((caller) => {
        const actor = actors.get(caller.secretHash);
        return actor === undefined ? [] : [[caller, actor] as const];
      }),
    );
  }
}

/** Each once: a user's tabs share their credentials. */
function hashesOf(watched: readonly WatchedCaller[], kind: Credentials['kind']): Buffer[] {
  const hashes = new Set(watched.filter((caller) => caller.kind === kind).map(({ secretHash }) => secretHash));
  return [...hashes].map((hash) => Buffer.from(hash, 'hex'));
}
