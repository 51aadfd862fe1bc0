import { type Transaction } from '../../../platform/database/transaction.js';
import { type LateRound } from '../domain/late-round.js';
import { LateRounds } from './late-rounds.js';

interface Row {
  readonly started_at: Date;
  readonly after_code: string | null;
  readonly ended_at: Date | null;
}

export class SqlLateRounds extends LateRounds {
  override async find(tx: Transaction, serverId: string): Promise<LateRound | null> {
    const [row] = await tx.query<Row>(
      'SELECT started_at, after_code, ended_at FROM late_passage_rounds WHERE server_id = $1',
      [serverId],
    );
    return row ? { startedAt: row.started_at, after: row.after_code, endedAt: row.ended_at } : null;
  }

  override async save(tx: Transaction, serverId: string, { startedAt, after, endedAt }: LateRound): Promise<void> {
    await tx.query(
      `INSERT INTO late_passage_rounds (server_id, started_at, after_code, ended_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (server_id) DO UPDATE SET
         started_at = excluded.started_at, after_code = excluded.after_code, ended_at = excluded.ended_at`,
      [serverId, startedAt, after, endedAt],
    );
  }
}
