import { type Transaction } from '../../../platform/database/transaction.js';
import { type ReadingPositions } from '../domain/reading-streams.js';
import { type ReadingPosition } from '../domain/reading-window.js';
import { ReadingPositionRepository } from './reading-position.repository.js';

interface Row {
  readonly server_id: string;
  readonly event_type: number;
  readonly resume_from: Date;
  readonly complete_to: Date;
}

const ROWS = 'SELECT server_id, event_type, resume_from, complete_to FROM passage_cursors';

export class SqlReadingPositionRepository extends ReadingPositionRepository {
  override async ofServer(tx: Transaction, serverId: string): Promise<ReadingPositions> {
    return byType(await tx.query<Row>(`${ROWS} WHERE server_id = $1`, [serverId]));
  }

  override async all(tx: Transaction): Promise<ReadonlyMap<string, ReadingPositions>> {
    const rows = await tx.query<Row>(ROWS);
    const servers = new Set(rows.map(({ server_id }) => server_id));
    return new Map(Array.from(servers, (id) => [id, byType(rows.filter(({ server_id }) => server_id === id))]));
  }

  override async move(
    tx: Transaction,
    serverId: string,
    eventType: number,
    position: ReadingPosition,
    movedAt: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO passage_cursors AS kept (server_id, event_type, resume_from, complete_to, moved_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (server_id, event_type) DO UPDATE SET
         resume_from = greatest(kept.resume_from, excluded.resume_from),
         complete_to = greatest(kept.complete_to, excluded.complete_to),
         moved_at = excluded.moved_at`,
      [serverId, eventType, position.resumeFrom, position.completeTo, movedAt],
    );
  }
}

function byType(rows: readonly Row[]): ReadingPositions {
  return new Map(rows.map((row) => [row.event_type, { resumeFrom: row.resume_from, completeTo: row.complete_to }]));
}
