import { VaultUnreadableError } from '../../../platform/crypto/key-vault.js';
import { type Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Random } from '../../../platform/random/random.js';
import {
  fenceSessions,
  FRESH_START,
  lockServers,
  removeServer,
  secretOf,
  secretPlaceOf,
  type ServerRow,
  UNLEARNT_LIMIT,
} from './server-rows.js';
import { type ServerFromSettings } from './server-store.js';

/** The one server that the settings name. */
export class SettingsServer {
  constructor(
    private readonly vault: Vault,
    private readonly random: Random,
  ) {}

  async save(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void> {
    await lockServers(tx);
    const known = await tx.query<ServerRow>(
      `SELECT * FROM hikcentral_servers
        WHERE (base_url = $1 AND app_key = $2) OR (origin = 'settings' AND removed_at IS NULL)`,
      [server.baseUrl, server.appKey],
    );
    const same = known.find((row) => row.base_url === server.baseUrl && row.app_key === server.appKey);
    for (const row of known) {
      if (row !== same) await removeServer(tx, { id: row.id, baseUrl: row.base_url, appKey: row.app_key }, now);
    }
    if (same === undefined) await this.insert(tx, server, now);
    else if (!this.isAsStated(same, server)) await this.update(tx, same, server, now);
  }

  private isAsStated(row: ServerRow, server: ServerFromSettings): boolean {
    return (
      row.origin === 'settings' &&
      row.removed_at === null &&
      row.name === server.name &&
      row.rate_limit_calls === server.limit &&
      row.rate_limit_window_ms === server.windowMs &&
      row.revoke_reserve === server.revokeReserve &&
      row.ca_pem === null &&
      this.holdsSecret(row, server.appSecret)
    );
  }

  /** Sealed under a key that is no more, it is as good as changed: the settings bring it again. */
  private holdsSecret(row: ServerRow, appSecret: string): boolean {
    try {
      return secretOf(this.vault, row) === appSecret;
    } catch (error) {
      if (error instanceof VaultUnreadableError) return false;
      throw error;
    }
  }

  private async insert(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void> {
    const id = this.random.uuid();
    await tx.query(
      `INSERT INTO hikcentral_servers
         (id, updated_at, name, app_secret_sealed, rate_limit_calls, rate_limit_window_ms, revoke_reserve,
          origin, base_url, app_key, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'settings', $8, $9, $2)`,
      [...this.columnsOf(id, server, now), server.baseUrl, server.appKey],
    );
  }

  private async update(tx: Transaction, { id }: ServerRow, server: ServerFromSettings, now: Date): Promise<void> {
    await fenceSessions(tx, server.baseUrl, server.appKey);
    await tx.query(
      `UPDATE hikcentral_servers
          SET origin = 'settings', removed_at = NULL, ca_pem = NULL, revision = revision + 1, updated_at = $2,
              name = $3, app_secret_sealed = $4, rate_limit_calls = $5, rate_limit_window_ms = $6, revoke_reserve = $7,
              ${FRESH_START}, ${UNLEARNT_LIMIT}
        WHERE id = $1`,
      this.columnsOf(id, server, now),
    );
  }

  private columnsOf(id: string, server: ServerFromSettings, now: Date): readonly unknown[] {
    const { name, appSecret, limit, windowMs, revokeReserve } = server;
    const sealed = this.vault.seal(Buffer.from(appSecret), secretPlaceOf(id));
    return [id, now, name, sealed, limit, windowMs, revokeReserve];
  }
}
