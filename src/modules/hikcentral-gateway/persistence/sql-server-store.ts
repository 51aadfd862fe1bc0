import { type Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Random } from '../../../platform/random/random.js';
import { type CallBudget, type HikCentralServer } from '../hikcentral-gateway.js';
import { type PauseReason } from './call-ledger.js';
import { type ServerAccess, type ServerFromSettings, ServerStore } from './server-store.js';

interface ServerRow {
  readonly id: string;
  readonly name: string;
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
    const id = (await this.idFromSettings(tx)) ?? this.random.uuid();
    const sealed = this.vault.seal(Buffer.from(server.appSecret), boundTo(id));
    // Another process that starts at the same moment may have made the row meanwhile: its id stays, and so does the
    // secret that is sealed for it.
    await tx.query(
      `INSERT INTO hikcentral_servers
         (id, name, origin, base_url, app_key, app_secret_sealed, rate_limit_calls, rate_limit_window_ms,
          revoke_reserve, created_at)
       VALUES ($1, $2, 'settings', $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (origin) WHERE origin = 'settings' DO UPDATE
         SET name = excluded.name, base_url = excluded.base_url, app_key = excluded.app_key,
             app_secret_sealed = CASE WHEN hikcentral_servers.id = excluded.id
                                      THEN excluded.app_secret_sealed ELSE hikcentral_servers.app_secret_sealed END,
             rate_limit_calls = excluded.rate_limit_calls, rate_limit_window_ms = excluded.rate_limit_window_ms,
             revoke_reserve = excluded.revoke_reserve`,
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

  override async accesses(tx: Transaction): Promise<readonly ServerAccess[]> {
    const rows = await this.rows(tx);
    return rows.map((row) => ({
      id: row.id,
      baseUrl: row.base_url,
      appKey: row.app_key,
      appSecret: this.vault.open(row.app_secret_sealed, boundTo(row.id)).toString('utf8'),
      limit: row.rate_limit_calls,
      windowMs: row.rate_limit_window_ms,
      revokeReserve: row.revoke_reserve,
    }));
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
        WHERE pause_reason IS NOT NULL AND (pause_reason <> 'rate-limited' OR paused_until > $1)
        ORDER BY created_at, id`,
      [now],
    );
    return rows.map((row) => row.pause_reason);
  }

  override async isAnyClockOff(tx: Transaction): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM hikcentral_servers WHERE is_clock_off LIMIT 1')).length > 0;
  }

  override async budgets(tx: Transaction, now: Date): Promise<readonly CallBudget[]> {
    const rows = await tx.query<BudgetRow>(
      `SELECT s.*, (SELECT count(*)::int FROM hikcentral_calls c
                     WHERE c.server_id = s.id AND c.occupies_until > $1) AS used
         FROM hikcentral_servers s ORDER BY s.created_at, s.id`,
      [now],
    );
    return rows.map((row) => ({
      serverId: row.id,
      limit: row.rate_limit_calls,
      windowMs: row.rate_limit_window_ms,
      revokeReserve: row.revoke_reserve,
      usedInWindow: row.used,
      pausedUntil: row.paused_until !== null && row.paused_until > now ? row.paused_until : null,
    }));
  }

  private async idFromSettings(tx: Transaction): Promise<string | null> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM hikcentral_servers WHERE origin = 'settings' FOR UPDATE`,
    );
    return rows[0]?.id ?? null;
  }

  private rows(tx: Transaction): Promise<ServerRow[]> {
    return tx.query<ServerRow>('SELECT * FROM hikcentral_servers ORDER BY created_at, id');
  }
}

function boundTo(serverId: string): string {
  return `hikcentral_servers:app_secret:${serverId}`;
}
