import { Injectable } from '@nestjs/common';
import { ServerStandings } from '../../../contracts/ports/server-standings.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import {
  type DescribedServer,
  ServerCatalogue,
  type ServerDescription,
  type ServerPlace,
  type ServerView,
} from './server-catalogue.js';
import {
  ANOTHER_SERVER,
  fenceSessions,
  FRESH_START,
  lockServers,
  removeServer,
  secretPlaceOf,
  UNLEARNT_LIMIT,
} from './server-rows.js';
import { leasesOf, readServers, toView, type ListedRow } from './server-views.js';

interface DescriptionRow {
  readonly id: string;
  readonly name: string;
  readonly origin: 'settings' | 'admin';
  readonly base_url: string;
  readonly app_key: string;
  readonly ca_pem: string | null;
  readonly rate_limit_calls: number;
  readonly rate_limit_window_ms: number;
  readonly revoke_reserve: number;
}

@Injectable()
export class SqlServerCatalogue extends ServerCatalogue {
  constructor(
    private readonly vault: Vault,
    private readonly standings: ServerStandings,
  ) {
    super();
  }

  override lock(tx: Transaction): Promise<void> {
    return lockServers(tx);
  }

  override async page(
    tx: Transaction,
    limit: number,
    after: ServerPlace | null,
    now: Date,
  ): Promise<readonly ServerView[]> {
    return this.views(tx, await readServers(tx, { now, limit: limit + 1, after, serverId: null }));
  }

  override async view(tx: Transaction, serverId: string, now: Date): Promise<ServerView | null> {
    const views = await this.views(tx, await readServers(tx, { now, limit: 1, after: null, serverId }));
    return views[0] ?? null;
  }

  override async describe(tx: Transaction, serverId: string): Promise<DescribedServer | null> {
    const [row] = await tx.query<DescriptionRow>(
      'SELECT * FROM hikcentral_servers WHERE id = $1 AND removed_at IS NULL',
      [serverId],
    );
    if (row === undefined) return null;
    return {
      id: row.id,
      isFromSettings: row.origin === 'settings',
      name: row.name,
      baseUrl: row.base_url,
      appKey: row.app_key,
      caPem: row.ca_pem,
      limit: row.rate_limit_calls,
      windowMs: row.rate_limit_window_ms,
      revokeReserve: row.revoke_reserve,
    };
  }

  override async findIdentity(
    tx: Transaction,
    baseUrl: string,
    appKey: string,
  ): Promise<{ readonly id: string; readonly isRemoved: boolean } | null> {
    const [row] = await tx.query<{ id: string; is_removed: boolean }>(
      `SELECT id, removed_at IS NOT NULL AS is_removed FROM hikcentral_servers WHERE base_url = $1 AND app_key = $2`,
      [baseUrl, appKey],
    );
    return row === undefined ? null : { id: row.id, isRemoved: row.is_removed };
  }

  override async add(
    tx: Transaction,
    id: string,
    server: ServerDescription,
    appSecret: string,
    now: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO hikcentral_servers
         (id, name, base_url, app_key, ca_pem, rate_limit_calls, rate_limit_window_ms, revoke_reserve,
          app_secret_sealed, origin, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'admin', $10, $10)`,
      [id, ...columnsOf(server), this.seal(id, appSecret), now],
    );
  }

  override async revive(
    tx: Transaction,
    id: string,
    server: ServerDescription,
    appSecret: string,
    now: Date,
  ): Promise<void> {
    await fenceSessions(tx, server.baseUrl, server.appKey);
    await tx.query(
      `UPDATE hikcentral_servers
          SET name = $2, base_url = $3, app_key = $4, ca_pem = $5, rate_limit_calls = $6, rate_limit_window_ms = $7,
              revoke_reserve = $8, app_secret_sealed = $9, origin = 'admin', removed_at = NULL,
              created_at = $10, updated_at = $10, revision = revision + 1, ${FRESH_START}
        WHERE id = $1`,
      [id, ...columnsOf(server), this.seal(id, appSecret), now],
    );
  }

  override async change(
    tx: Transaction,
    before: DescribedServer,
    server: ServerDescription,
    appSecret: string | null,
    now: Date,
  ): Promise<void> {
    const isOther = before.baseUrl !== server.baseUrl || before.appKey !== server.appKey;
    const isTrustOther = isOther || appSecret !== null || before.caPem !== server.caPem;
    const isSessionOther = isTrustOther || !hasSameLimits(before, server);
    if (isSessionOther) await fenceSessions(tx, before.baseUrl, before.appKey);
    await tx.query(
      `UPDATE hikcentral_servers
          SET name = $2, base_url = $3, app_key = $4, ca_pem = $5, rate_limit_calls = $6, rate_limit_window_ms = $7,
              revoke_reserve = $8, app_secret_sealed = coalesce($9, app_secret_sealed), updated_at = $10,
              revision = revision + $11 ${isTrustOther ? `, ${FRESH_START}` : ''} ${isOther ? `, ${ANOTHER_SERVER}` : ''}
              ${isSessionOther ? `, ${UNLEARNT_LIMIT}` : ''}
        WHERE id = $1`,
      [
        before.id,
        ...columnsOf(server),
        appSecret === null ? null : this.seal(before.id, appSecret),
        now,
        isSessionOther ? 1 : 0,
      ],
    );
  }

  override remove(tx: Transaction, server: DescribedServer, now: Date): Promise<void> {
    return removeServer(tx, server, now);
  }

  private seal(id: string, appSecret: string): Buffer {
    return this.vault.seal(Buffer.from(appSecret), secretPlaceOf(id));
  }

  private async views(tx: Transaction, rows: readonly ListedRow[]): Promise<readonly ServerView[]> {
    const leases = await leasesOf(tx, rows);
    const standings = await this.standings.of(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => toView(row, leases.get(row.id) ?? null, standings.get(row.id) ?? null));
  }
}

function columnsOf(server: ServerDescription): readonly unknown[] {
  const { name, baseUrl, appKey, caPem, limit, windowMs, revokeReserve } = server;
  return [name, baseUrl, appKey, caPem, limit, windowMs, revokeReserve];
}

function hasSameLimits(one: ServerDescription, other: ServerDescription): boolean {
  return one.limit === other.limit && one.windowMs === other.windowMs && one.revokeReserve === other.revokeReserve;
}
