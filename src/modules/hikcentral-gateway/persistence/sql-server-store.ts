import { VaultUnreadableError } from '../../../platform/crypto/key-vault.js';
import { type Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Random } from '../../../platform/random/random.js';
import { type CallBudget, type HikCentralServer } from '../hikcentral-gateway.js';
import { type PauseReason } from './call-ledger.js';
import { fenceSessions, lockServers, secretPlaceOf } from './server-rows.js';
import { type ServerAccess, type ServerFromSettings, ServerStore } from './server-store.js';

interface ServerRow {
  readonly id: string;
  readonly name: string;
  readonly origin: 'settings' | 'admin';
  readonly revision: number;
  readonly removed_at: Date | null;
  readonly ca_pem: string | null;
  readonly base_url: string;
  readonly app_key: string;
  readonly app_secret_sealed: Buffer;
  readonly organisation_id: string | null;
  readonly rate_limit_calls: number;
  readonly rate_limit_window_ms: number;
  readonly revoke_reserve: number;
}

interface BudgetRow extends ServerRow {
  readonly used: number;
  readonly effective_limit: number | null;
  readonly paused_until: Date | null;
}

export class SqlServerStore extends ServerStore {
  constructor(
    private readonly vault: Vault,
    private readonly random: Random,
  ) {
    super();
  }

  override async saveFromSettings(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void> {
    await lockServers(tx);
    const known = await tx.query<ServerRow>(
      `SELECT * FROM hikcentral_servers
        WHERE (base_url = $1 AND app_key = $2) OR (origin = 'settings' AND removed_at IS NULL)`,
      [server.baseUrl, server.appKey],
    );
    const same = known.find((row) => row.base_url === server.baseUrl && row.app_key === server.appKey);
    for (const row of known) if (row !== same) await this.leave(tx, row, now);
    if (same === undefined) await this.insertFromSettings(tx, server, now);
    else if (!this.isAsStated(same, server)) await this.updateFromSettings(tx, same, server, now);
  }

  override async accesses(tx: Transaction): Promise<readonly ServerAccess[]> {
    return (await this.rows(tx)).map((row) => this.accessOf(row));
  }

  override async access(tx: Transaction, serverId: string): Promise<ServerAccess | null> {
    const row = (await this.rows(tx)).find(({ id }) => id === serverId);
    return row === undefined ? null : this.accessOf(row);
  }

  override async revisions(tx: Transaction): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<Pick<ServerRow, 'id' | 'revision'>>(
      'SELECT id, revision FROM hikcentral_servers WHERE removed_at IS NULL',
    );
    return new Map(rows.map(({ id, revision }) => [id, revision]));
  }

  override async servers(tx: Transaction): Promise<readonly HikCentralServer[]> {
    const rows = await this.rows(tx);
    return rows.map(({ id, name, base_url, organisation_id }) => ({
      id,
      name,
      baseUrl: base_url,
      organisationId: organisation_id,
    }));
  }

  override async rememberOrganisation(tx: Transaction, serverId: string, organisationId: string): Promise<void> {
    await tx.query('UPDATE hikcentral_servers SET organisation_id = $2 WHERE id = $1', [serverId, organisationId]);
  }

  /** An outage lasts until a probe is answered, however long ago the next probe was due. */
  override async pauseReasons(tx: Transaction, now: Date): Promise<readonly PauseReason[]> {
    const rows = await tx.query<{ pause_reason: PauseReason }>(
      `SELECT pause_reason FROM hikcentral_servers
        WHERE removed_at IS NULL AND pause_reason IS NOT NULL
          AND (pause_reason <> 'rate-limited' OR paused_until > $1)
        ORDER BY created_at, id`,
      [now],
    );
    return rows.map((row) => row.pause_reason);
  }

  override async isAnyClockOff(tx: Transaction): Promise<boolean> {
    return (
      (await tx.query('SELECT 1 FROM hikcentral_servers WHERE is_clock_off AND removed_at IS NULL LIMIT 1')).length > 0
    );
  }

  override async budgets(tx: Transaction, now: Date): Promise<readonly CallBudget[]> {
    const rows = await tx.query<BudgetRow>(
      `SELECT s.*, (SELECT count(*)::int FROM hikcentral_calls c
                     WHERE c.server_id = s.id AND c.occupies_until > $1) AS used
         FROM hikcentral_servers s WHERE s.removed_at IS NULL ORDER BY s.created_at, s.id`,
      [now],
    );
    return rows.map((row) => ({
      serverId: row.id,
      limit: row.rate_limit_calls,
      effectiveLimit: Math.min(row.effective_limit ?? row.rate_limit_calls, row.rate_limit_calls),
      windowMs: row.rate_limit_window_ms,
      revokeReserve: row.revoke_reserve,
      usedInWindow: row.used,
      pausedUntil: row.paused_until !== null && row.paused_until > now ? row.paused_until : null,
    }));
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
      return this.secretOf(row) === appSecret;
    } catch (error) {
      if (error instanceof VaultUnreadableError) return false;
      throw error;
    }
  }

  private async insertFromSettings(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void> {
    const id = this.random.uuid();
    const sealed = this.vault.seal(Buffer.from(server.appSecret), secretPlaceOf(id));
    await tx.query(
      `INSERT INTO hikcentral_servers
         (id, name, origin, base_url, app_key, app_secret_sealed, rate_limit_calls, rate_limit_window_ms,
          revoke_reserve, created_at, updated_at)
       VALUES ($1, $2, 'settings', $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        id,
        server.name,
        server.baseUrl,
        server.appKey,
        sealed,
        server.limit,
        server.windowMs,
        server.revokeReserve,
        now,
      ],
    );
  }

  private async updateFromSettings(
    tx: Transaction,
    { id }: ServerRow,
    server: ServerFromSettings,
    now: Date,
  ): Promise<void> {
    await fenceSessions(tx, server.baseUrl, server.appKey);
    const sealed = this.vault.seal(Buffer.from(server.appSecret), secretPlaceOf(id));
    await tx.query(
      `UPDATE hikcentral_servers
          SET origin = 'settings', removed_at = NULL, ca_pem = NULL, revision = revision + 1, updated_at = $2,
              name = $3, app_secret_sealed = $4, rate_limit_calls = $5, rate_limit_window_ms = $6, revoke_reserve = $7
        WHERE id = $1`,
      [id, now, server.name, sealed, server.limit, server.windowMs, server.revokeReserve],
    );
  }

  /** Its calls and its organisation stay with its row, for the day the settings name it again. */
  private async leave(tx: Transaction, { id, base_url, app_key }: ServerRow, now: Date): Promise<void> {
    await fenceSessions(tx, base_url, app_key);
    await tx.query(
      `UPDATE hikcentral_servers
          SET removed_at = $2, updated_at = $2, revision = revision + 1, app_secret_sealed = ''
        WHERE id = $1`,
      [id, now],
    );
  }

  private accessOf(row: ServerRow): ServerAccess {
    return {
      id: row.id,
      revision: row.revision,
      isFromSettings: row.origin === 'settings',
      baseUrl: row.base_url,
      appKey: row.app_key,
      appSecret: this.secretOf(row),
      caPem: row.ca_pem,
      limit: row.rate_limit_calls,
      windowMs: row.rate_limit_window_ms,
      revokeReserve: row.revoke_reserve,
    };
  }

  /** @throws VAULT.UNREADABLE */
  private secretOf(row: ServerRow): string {
    return this.vault.open(row.app_secret_sealed, secretPlaceOf(row.id)).toString('utf8');
  }

  private rows(tx: Transaction): Promise<ServerRow[]> {
    return tx.query<ServerRow>('SELECT * FROM hikcentral_servers WHERE removed_at IS NULL ORDER BY created_at, id');
  }
}
