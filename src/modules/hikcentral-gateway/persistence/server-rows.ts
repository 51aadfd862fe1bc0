import { type Transaction } from '../../../platform/database/transaction.js';
import { leaseKeyOf } from '../budget/lease-key.js';

/** Where the sealed secret of a server belongs. */
export function secretPlaceOf(serverId: string): string {
  return `hikcentral_servers:app_secret:${serverId}`;
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
