import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';

export const REMOVAL_CAUSES = ['retention', 'no_photo', 'no_consent', 'guest_forgotten', 'server_disabled'] as const;
export type RemovalCause = (typeof REMOVAL_CAUSES)[number];

/** A person who was deleted in HikCentral, and looked up since: the face is gone there. */
export interface PersonRemoval {
  readonly cardholderId: string;
  readonly guestId: string;
  readonly serverId: string;
  readonly personCode: string;
  readonly cause: RemovalCause;
  readonly callId: string;
  readonly askedAt: Date;
  readonly verifiedAt: Date;
}

/** Receipts. They name nobody: a guest's id, and a keyed hash of the person code. */
export abstract class PersonRemovals {
  abstract append(tx: Transaction, removals: readonly PersonRemoval[]): Promise<void>;
}

@Injectable()
export class SqlPersonRemovals extends PersonRemovals {
  constructor(private readonly vault: Vault) {
    super();
  }

  override async append(tx: Transaction, removals: readonly PersonRemoval[]): Promise<void> {
    for (const { cardholderId, guestId, serverId, personCode, cause, callId, askedAt, verifiedAt } of removals) {
      await tx.query(
        `INSERT INTO person_removals (cardholder_id, guest_id, server_id, person_code_hash, cause, call_id, asked_at, verified_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          cardholderId,
          guestId,
          serverId,
          this.vault.fingerprint('access-control.removal-receipt', personCode),
          cause,
          callId,
          askedAt,
          verifiedAt,
        ],
      );
    }
  }
}
