import { type Transaction } from '../../../platform/database/transaction.js';
import { PassageRings } from './passage-rings.js';

export class SqlPassageRings extends PassageRings {
  override async ring(tx: Transaction, serverId: string, at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO passage_rings AS known (server_id, rings, rung_at) VALUES ($1, 1, $2)
       ON CONFLICT (server_id) DO UPDATE SET rings = known.rings + 1, rung_at = greatest(known.rung_at, excluded.rung_at)`,
      [serverId, at],
    );
  }

  override async count(tx: Transaction, serverId: string): Promise<number> {
    const [row] = await tx.query<{ rings: string }>('SELECT rings FROM passage_rings WHERE server_id = $1', [serverId]);
    return Number(row?.rings ?? 0);
  }
}
