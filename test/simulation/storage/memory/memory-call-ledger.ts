import { kindOf } from '../../../../src/modules/hikcentral-gateway/budget/waiting-calls.js';
import {
  type BookedCall,
  CallLedger,
  type OccupiedSlot,
  type ServerMemory,
  type SettledCall,
  type WindowUse,
} from '../../../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { callsOccupiedAt } from './call-slots.js';
import { reference, unique } from './constraint.js';
import { type MemoryDatabase } from './memory-database.js';
import { said } from './said.js';

const NOTHING_REMEMBERED: ServerMemory = { pause: null, clock: null, limit: null, capabilities: null };

export class MemoryCallLedger extends CallLedger {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override holdsEpoch(tx: Transaction, leaseKey: string, epoch: number): Promise<boolean> {
    return this.database.step(tx, () => this.database.leases.get(leaseKey)?.epoch === epoch);
  }

  override windowUse(tx: Transaction, serverId: string, now: Date): Promise<WindowUse> {
    return this.database.step(tx, () => {
      const taken = callsOccupiedAt(this.database, serverId, now).filter(({ bookedAt }) => bookedAt <= now);
      let nextFreeAt: Date | null = null;
      let general = 0;
      for (const { occupiesUntil, lane } of taken) {
        if (nextFreeAt === null || occupiesUntil < nextFreeAt) nextFreeAt = occupiesUntil;
        if (kindOf(lane) === 'general') general += 1;
      }
      return { all: taken.length, general, nextFreeAt };
    });
  }

  override book(tx: Transaction, call: BookedCall): Promise<void> {
    return this.database.step(tx, () => {
      const { calls, servers } = this.database;
      unique('hikcentral_calls_pkey', calls.has(call.id));
      reference('hikcentral_calls_server_id_fkey', !servers.has(call.serverId));
      calls.set(call.id, { ...call, settled: null });
      this.database.callEndsAt(call.occupiesUntil);
    });
  }

  override settle(tx: Transaction, settled: SettledCall): Promise<void> {
    return this.database.step(tx, () => {
      const call = this.database.calls.get(settled.id);
      if (call === undefined) return;
      const { occupiesUntil } = settled;
      this.database.calls.set(settled.id, { ...call, occupiesUntil, settled });
      this.database.callEndsAt(occupiesUntil);
    });
  }

  override occupied(tx: Transaction, serverId: string, now: Date): Promise<readonly OccupiedSlot[]> {
    return this.database.step(tx, () =>
      callsOccupiedAt(this.database, serverId, now).map(({ id, lane, occupiesUntil, deadlineAt, settled }) => ({
        id,
        lane,
        occupiesUntil,
        unansweredUntil: settled === null || settled.outcome === 'unknown' ? deadlineAt : null,
      })),
    );
  }

  override forgetBefore(tx: Transaction, serverId: string, before: Date): Promise<void> {
    return this.database.step(tx, () => {
      for (const { id, occupiesUntil } of [...this.database.callsByServer.of(serverId)]) {
        if (occupiesUntil < before) this.database.calls.delete(id);
      }
    });
  }

  override remember(tx: Transaction, serverId: string, news: Partial<ServerMemory>): Promise<void> {
    return this.database.step(tx, () => {
      const row = this.database.servers.get(serverId);
      if (row !== undefined) this.database.servers.set(serverId, { ...row, ...said(news) });
    });
  }

  override memory(tx: Transaction, serverId: string): Promise<ServerMemory> {
    return this.database.step(tx, () => {
      const { pause, clock, limit, capabilities } = this.database.servers.get(serverId) ?? NOTHING_REMEMBERED;
      return { pause, clock, limit, capabilities };
    });
  }
}
