import { kindOf } from '../../src/modules/hikcentral-gateway/budget/waiting-calls.js';
import {
  type BookedCall,
  CallLedger,
  type OccupiedSlot,
  type ServerMemory,
  type SettledCall,
  type WindowUse,
} from '../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import { type Transaction } from '../../src/platform/database/transaction.js';

type Row = Omit<BookedCall, 'occupiesUntil'> & Partial<SettledCall> & { occupiesUntil: Date };

/** The ledger's twin for one process and one server. */
export class InMemoryCallLedger extends CallLedger {
  readonly rows = new Map<string, Row>();
  remembered: ServerMemory = { pause: null, clock: null, limit: null, capabilities: null };
  newestEpoch = 1;

  override holdsEpoch(_tx: Transaction, _leaseKey: string, epoch: number): Promise<boolean> {
    return Promise.resolve(epoch === this.newestEpoch);
  }

  override windowUse(_tx: Transaction, _serverId: string, now: Date): Promise<WindowUse> {
    const taken = [...this.rows.values()].filter((row) => row.occupiesUntil > now && row.bookedAt <= now);
    const ends = taken.map((row) => row.occupiesUntil.getTime());
    return Promise.resolve({
      all: taken.length,
      general: taken.filter(({ lane }) => kindOf(lane) === 'general').length,
      nextFreeAt: ends.length === 0 ? null : new Date(Math.min(...ends)),
    });
  }

  override book(_tx: Transaction, call: BookedCall): Promise<void> {
    this.rows.set(call.id, { ...call });
    return Promise.resolve();
  }

  override settle(_tx: Transaction, call: SettledCall): Promise<void> {
    Object.assign(this.rows.get(call.id)!, call);
    return Promise.resolve();
  }

  override occupied(_tx: Transaction, _serverId: string, now: Date): Promise<readonly OccupiedSlot[]> {
    const taken = [...this.rows.values()].filter((row) => row.occupiesUntil > now);
    return Promise.resolve(
      taken.map(({ id, lane, occupiesUntil, outcome, deadlineAt }) => ({
        id,
        lane,
        occupiesUntil,
        unansweredUntil: outcome === undefined || outcome === 'unknown' ? deadlineAt : null,
      })),
    );
  }

  override forgetBefore(_tx: Transaction, _serverId: string, before: Date): Promise<void> {
    for (const [id, row] of this.rows) if (row.occupiesUntil < before) this.rows.delete(id);
    return Promise.resolve();
  }

  override remember(_tx: Transaction, _serverId: string, news: Partial<ServerMemory>): Promise<void> {
    this.remembered = { ...this.remembered, ...news };
    return Promise.resolve();
  }

  override memory(): Promise<ServerMemory> {
    return Promise.resolve(this.remembered);
  }
}
