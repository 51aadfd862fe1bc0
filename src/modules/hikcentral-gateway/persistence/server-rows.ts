import { type Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { leaseKeyOf } from '../budget/lease-key.js';

export interface ServerRow {
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

/** Where the sealed secret of a server belongs. */
export function secretPlaceOf(serverId: string): string {
  return `hikcentral_servers:app_secret:${serverId}`;
}

/** @throws VAULT.UNREADABLE */
export function secretOf(vault: Vault, { id, app_secret_sealed }: ServerRow): string {
  return vault.open(app_secret_sealed, secretPlaceOf(id)).toString('utf8');
}

/** Whoever makes, changes or removes servers does so one after the other. */
export async function lockServers(tx: Transaction): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('hikcentral_servers', 0))`);
}

/**
 * From the commit on no session of this server books another call: its epoch is no longer the newest. To be called
 * before the server's own row is touched, since a booking locks in that order too.
 */
export async function fenceSessions(tx: Transaction, baseUrl: string, appKey: string): Promise<void> {
  await tx.query('UPDATE hikcentral_leases SET epoch = epoch + 1 WHERE lease_key = $1', [leaseKeyOf(baseUrl, appKey)]);
}

/** Its calls and its organisation stay with its row, for the day it is named again. */
export async function removeServer(
  tx: Transaction,
  server: { readonly id: string; readonly baseUrl: string; readonly appKey: string },
  now: Date,
): Promise<void> {
  await fenceSessions(tx, server.baseUrl, server.appKey);
  await tx.query('DELETE FROM hikcentral_deletion_passwords WHERE server_id = $1', [server.id]);
  await tx.query(
    `UPDATE hikcentral_servers
        SET removed_at = $2, updated_at = $2, revision = revision + 1, app_secret_sealed = ''
      WHERE id = $1`,
    [server.id, now],
  );
}

/** New credentials end a refusal and an outage at once; that HikCentral asked for patience holds for them too. */
export const FRESH_START = `
  paused_until = CASE WHEN pause_reason = 'rate-limited' THEN paused_until END,
  pause_reason = CASE WHEN pause_reason = 'rate-limited' THEN pause_reason END`;

/** What was learnt of the one before says nothing of this one. */
export const ANOTHER_SERVER =
  'organisation_id = NULL, capabilities = NULL, clock_offset_ms = NULL, is_clock_off = false';

/** What a 429 taught is measured against the limits that were stated. */
export const UNLEARNT_LIMIT = 'effective_limit = NULL, limit_calm_windows = NULL, limit_raise_at = NULL';

/** The limit that is kept for now, as SQL over the row `s`: never more than the stated one. */
export const EFFECTIVE_LIMIT = 'least(coalesce(s.effective_limit, s.rate_limit_calls), s.rate_limit_calls)';

/** Slots of the present window that are taken, as SQL over the row `s`; `$1` is the present. */
export const USED_IN_WINDOW = `
  (SELECT count(*)::int FROM hikcentral_calls c WHERE c.server_id = s.id AND c.occupies_until > $1)`;
