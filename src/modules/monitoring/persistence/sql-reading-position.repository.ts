import { type Transaction } from '../../../platform/database/transaction.js';
import { type ReadingPosition } from '../domain/reading-window.js';
import { ReadingPositionRepository } from './reading-position.repository.js';

interface Row {
  readonly server_id: string;
  readonly resume_from: Date;
  readonly complete_to: Date;
}

export class SqlReadingPositionRepository extends ReadingPositionRepository {
  override async find(tx: Transaction, serverId: string): Promise<ReadingPosition | null> {
    const [row] = await tx.query<Row>(
      'SELECT server_id, resume_from, complete_to FROM passage_cursors WHERE server_id = $1',
      [serverId],
    );
    return row ? { resumeFrom: row.resume_from, completeTo: row.complete_to } : null;
  }

  override async move(tx: Transaction, serverId: string, position: ReadingPosition, movedAt: Date): Promise<void> {
    await tx.query(
      `INSERT INTO passage_cursors AS kept (server_id, resume_from, complete_to, moved_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (server_id) DO UPDATE SET
         resume_from = greatest(kept.resume_from, excluded.resume_from),
         complete_to = greatest(kept.complete_to, excluded.complete_to),
         moved_at = excluded.moved_at`,
      [serverId, position.resumeFrom, position.completeTo, movedAt],
    );
  }

  override async completeTo(tx: Transaction): Promise<ReadonlyMap<string, Date>> {
    const rows = await tx.query<Row>('SELECT server_id, resume_from, complete_to FROM passage_cursors');
    return new Map(rows.map((row) => [row.server_id, row.complete_to]));
  }
}
