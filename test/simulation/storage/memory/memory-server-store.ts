import { leaseKeyOf } from '../../../../src/modules/hikcentral-gateway/budget/lease-key.js';
import {
  type CallBudget,
  type HikCentralServer,
} from '../../../../src/modules/hikcentral-gateway/hikcentral-gateway.js';
import { type PauseReason } from '../../../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import {
  type ServerAccess,
  type ServerFromSettings,
  ServerStore,
} from '../../../../src/modules/hikcentral-gateway/persistence/server-store.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type Random } from '../../../../src/platform/random/random.js';
import { callsOccupiedAt } from './call-slots.js';
import { type MemoryDatabase } from './memory-database.js';
import { byId, byTime } from './order.js';
import { type ServerRow } from './rows.js';
import { asStated, isAsStated, newServer, toAccess } from './server-of-settings.js';

/** Secrets are held in the clear: what is never written needs no seal. */
export class MemoryServerStore extends ServerStore {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly random: Random,
  ) {
    super();
  }

  override saveFromSettings(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void> {
    return this.database.step(tx, () => {
      const isSame = (row: ServerRow): boolean => row.baseUrl === server.baseUrl && row.appKey === server.appKey;
      const rows = [...this.database.servers.values()];
      for (const row of rows) {
        if (!isSame(row) && row.origin === 'settings' && row.removedAt === null) this.remove(row, now);
      }
      const same = rows.find(isSame);
      if (same === undefined) this.put(newServer(this.random.uuid(), server, now));
      else if (!isAsStated(same, server)) {
        this.fence(same);
        this.put(asStated(same, server));
      }
    });
  }

  override accesses(tx: Transaction): Promise<readonly ServerAccess[]> {
    return this.database.step(tx, () => this.listed().map(toAccess));
  }

  override access(tx: Transaction, serverId: string): Promise<ServerAccess | null> {
    return this.database.step(tx, () => {
      const row = this.listed().find(({ id }) => id === serverId);
      return row === undefined ? null : toAccess(row);
    });
  }

  override revisions(tx: Transaction): Promise<ReadonlyMap<string, number>> {
    return this.database.step(tx, () => new Map(this.listed().map(({ id, revision }) => [id, revision])));
  }

  override servers(tx: Transaction): Promise<readonly HikCentralServer[]> {
    return this.database.step(tx, () =>
      this.listed().map(({ id, name, baseUrl, organisationId }) => ({ id, name, baseUrl, organisationId })),
    );
  }

  override rememberOrganisation(tx: Transaction, serverId: string, organisationId: string): Promise<void> {
    return this.database.step(tx, () => {
      const row = this.database.servers.get(serverId);
      if (row !== undefined) this.put({ ...row, organisationId });
    });
  }

  override pauseReasons(tx: Transaction, now: Date): Promise<readonly PauseReason[]> {
    return this.database.step(tx, () =>
      this.listed().flatMap(({ pause }) =>
        pause === null || (pause.reason === 'rate-limited' && pause.until <= now) ? [] : [pause.reason],
      ),
    );
  }

  override isAnyClockOff(tx: Transaction): Promise<boolean> {
    return this.database.step(tx, () => this.listed().some(({ clock }) => clock?.isOff === true));
  }

  override budgets(tx: Transaction, now: Date): Promise<readonly CallBudget[]> {
    return this.database.step(tx, () =>
      this.listed().map(({ id, limitCalls, limit, windowMs, revokeReserve, pause }) => ({
        serverId: id,
        limit: limitCalls,
        effectiveLimit: Math.min(limit?.limit ?? limitCalls, limitCalls),
        windowMs,
        revokeReserve,
        usedInWindow: callsOccupiedAt(this.database, id, now).length,
        pausedUntil: pause !== null && pause.until > now ? pause.until : null,
      })),
    );
  }

  private listed(): readonly ServerRow[] {
    return [...this.database.servers.values()]
      .filter(({ removedAt }) => removedAt === null)
      .sort((one, other) => byTime(one.createdAt, other.createdAt) || byId(one, other));
  }

  private put(row: ServerRow): void {
    this.database.servers.set(row.id, row);
  }

  private remove(row: ServerRow, now: Date): void {
    this.fence(row);
    this.database.deletionPasswords.delete(row.id);
    this.put({ ...row, removedAt: now, revision: row.revision + 1, appSecret: '' });
  }

  /** From here on no session of this server books another call. */
  private fence({ baseUrl, appKey }: ServerRow): void {
    const key = leaseKeyOf(baseUrl, appKey);
    const lease = this.database.leases.get(key);
    if (lease !== undefined) this.database.leases.set(key, { ...lease, epoch: lease.epoch + 1 });
  }
}
