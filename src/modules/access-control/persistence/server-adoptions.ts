import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { lookAgainAtAll } from './look-again.js';

/**
 * Servers that this database may change. One that was never adopted, or was adopted under another installation's key, is
 * only read: this database may be a copy.
 */
export abstract class ServerAdoptions {
  /** The first that a new database meets is adopted by itself, and so are those that hold cardholders by then. */
  abstract isAdopted(tx: Transaction, serverId: string, now: Date): Promise<boolean>;
  /** Those of them that were adopted under the key that we run under. */
  abstract underThisKey(tx: Transaction, serverIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** What was planned is looked at again within one sweep. @returns when, and by whom, as of now */
  abstract adopt(tx: Transaction, serverId: string, by: string, now: Date): Promise<void>;
}

interface AdoptionRow {
  server_id: string;
  installation_mark: Buffer;
}

const BY_ITSELF = 'vestibule';

@Injectable()
export class SqlServerAdoptions extends ServerAdoptions {
  constructor(private readonly vault: Vault) {
    super();
  }

  override async isAdopted(tx: Transaction, serverId: string, now: Date): Promise<boolean> {
    const rows = await tx.query<AdoptionRow>('SELECT server_id, installation_mark FROM server_adoptions');
    if (rows.length === 0) return this.adoptFirst(tx, serverId, now);
    const own = rows.find((row) => row.server_id === serverId);
    return own?.installation_mark.equals(this.mark()) === true;
  }

  override async underThisKey(tx: Transaction, serverIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<AdoptionRow>('SELECT * FROM server_adoptions WHERE server_id = ANY($1::text[])', [
      serverIds,
    ]);
    const own = rows.filter(({ installation_mark }) => installation_mark.equals(this.mark()));
    return new Set(own.map(({ server_id }) => server_id));
  }

  override async adopt(tx: Transaction, serverId: string, by: string, now: Date): Promise<void> {
    await tx.query(
      `INSERT INTO server_adoptions (server_id, installation_mark, adopted_at, adopted_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (server_id) DO UPDATE SET installation_mark = excluded.installation_mark,
         adopted_at = excluded.adopted_at, adopted_by = excluded.adopted_by`,
      [serverId, this.mark(), now, by],
    );
    await lookAgainAtAll(tx, serverId, now);
  }

  private async adoptFirst(tx: Transaction, serverId: string, now: Date): Promise<boolean> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('server_adoptions', 0))`);
    await tx.query(
      `INSERT INTO server_adoptions (server_id, installation_mark, adopted_at, adopted_by)
       SELECT server_id, $2, $3, $4
       FROM (SELECT $1::text AS server_id UNION SELECT DISTINCT server_id FROM cardholders) AS met
       WHERE NOT EXISTS (SELECT 1 FROM server_adoptions)`,
      [serverId, this.mark(), now, BY_ITSELF],
    );
    const rows = await tx.query('SELECT 1 FROM server_adoptions WHERE server_id = $1', [serverId]);
    return rows.length > 0;
  }

  /** The same as long as the secret key is: what our person codes are made with. */
  private mark(): Buffer {
    return this.vault.fingerprint('access-control.installation', 'mark');
  }
}
