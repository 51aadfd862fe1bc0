import { Injectable } from '@nestjs/common';
import { type AccessHold, AccessHolds } from '../../../contracts/ports/guest-stays.js';
import { type Transaction } from '../../../platform/database/transaction.js';

@Injectable()
export class SqlAccessHolds extends AccessHolds {
  override ofGuests(tx: Transaction, guestIds: readonly string[]): Promise<readonly AccessHold[]> {
    return tx.query<AccessHold>(
      `SELECT guest_id AS "guestId", suspended_at AS "from", resumed_at AS "to" FROM guest_suspensions
       WHERE guest_id = ANY ($1::uuid[])`,
      [guestIds],
    );
  }
}
