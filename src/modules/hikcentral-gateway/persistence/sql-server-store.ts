import { type Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Random } from '../../../platform/random/random.js';
import { type CallBudget, type HikCentralServer } from '../hikcentral-gateway.js';
import { type PauseReason } from './call-ledger.js';
import { EFFECTIVE_LIMIT, secretOf, type ServerRow, USED_IN_WINDOW } from './server-rows.js';
import { type ServerAccess, type ServerFromSettings, ServerStore } from './server-store.js';
import { SettingsServer } from './settings-server.js';

interface BudgetRow extends ServerRow {
  readonly used: number;
  readonly kept_limit: number;
  readonly paused_until: Date | null;
}

export class SqlServerStore extends ServerStore {
  private readonly ofSettings: SettingsServer;

  constructor(
    private readonly vault: Vault,
    random: Random,
  ) {
    super();
    this.ofSettings = new SettingsServer(vault, random);
  }

  override saveFromSettings(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void> {
    return this.ofSettings.save(tx, server, now);
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
      `SELECT s.*, ${EFFECTIVE_LIMIT} AS kept_limit, ${USED_IN_WINDOW} AS used
         FROM hikcentral_servers s WHERE s.removed_at IS NULL ORDER BY s.created_at, s.id`,
      [now],
    );
    return rows.map((row) => ({
      serverId: row.id,
      limit: row.rate_limit_calls,
      effectiveLimit: row.kept_limit,
      windowMs: row.rate_limit_window_ms,
      revokeReserve: row.revoke_reserve,
      usedInWindow: row.used,
      pausedUntil: row.paused_until !== null && row.paused_until > now ? row.paused_until : null,
    }));
  }

  private accessOf(row: ServerRow): ServerAccess {
    return {
      id: row.id,
      revision: row.revision,
      isFromSettings: row.origin === 'settings',
      baseUrl: row.base_url,
      appKey: row.app_key,
      appSecret: secretOf(this.vault, row),
      caPem: row.ca_pem,
      limit: row.rate_limit_calls,
      windowMs: row.rate_limit_window_ms,
      revokeReserve: row.revoke_reserve,
    };
  }

  private rows(tx: Transaction): Promise<ServerRow[]> {
    return tx.query<ServerRow>('SELECT * FROM hikcentral_servers WHERE removed_at IS NULL ORDER BY created_at, id');
  }
}
