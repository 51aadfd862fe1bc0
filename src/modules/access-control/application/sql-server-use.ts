import { Injectable } from '@nestjs/common';
import { ServerUse } from '../../../contracts/ports/server-use.js';
import { type Transaction } from '../../../platform/database/transaction.js';

@Injectable()
export class SqlServerUse extends ServerUse {
  override async countCardholders(tx: Transaction, serverId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM cardholders
        WHERE server_id = $1
          AND (person_id IS NOT NULL OR unrevoked_since IS NOT NULL OR next_due_at IS NOT NULL 
            OR (open_visit_ids <> '{}' AND NOT EXISTS (SELECT 1 FROM disabled_servers WHERE disabled_servers.server_id = $1)))`,
      [serverId],
    );
    return row?.count ?? 0;
  }
}
