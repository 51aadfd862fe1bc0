import { Injectable } from '@nestjs/common';
import { type AccessCounts, AccessFigures } from '../../../contracts/ports/access-figures.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { oldestUnrevokedSince } from '../persistence/oldest-unrevoked.js';

@Injectable()
export class SqlAccessFigures extends AccessFigures {
  override async counts(tx: Transaction, now: Date): Promise<AccessCounts> {
    const [counted] = await tx.query<Pick<AccessCounts, 'failed' | 'due'>>(
      `SELECT (SELECT count(*)::integer FROM visit_access WHERE status = 'failed' AND is_open) AS failed,
              (SELECT count(*)::integer FROM cardholders WHERE next_due_at <= $1) AS due`,
      [now],
    );
    if (counted === undefined) throw new Error('an aggregate gave no row');
    return { ...counted, oldestUnrevokedSince: await oldestUnrevokedSince(tx) };
  }
}
