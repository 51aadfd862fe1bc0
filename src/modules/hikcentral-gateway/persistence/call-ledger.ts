import { type Transaction } from '../../../platform/database/transaction.js';
import { type Lane } from '../hikcentral-gateway.js';
import { type OperationName } from '../operations/operation.js';

/** A call as it stands in the ledger before it is sent. */
export interface BookedCall {
  readonly id: string;
  readonly serverId: string;
  readonly epoch: number;
  readonly lane: Lane;
  readonly operation: OperationName;
  readonly bookedAt: Date;
  readonly deadlineAt: Date;
  /** While no answer is known: one window after the deadline. */
  readonly occupiesUntil: Date;
}

export type CallEnd = 'done' | 'refused' | 'unknown' | 'not-sent';

export interface SettledCall {
  readonly id: string;
  readonly outcome: CallEnd;
  /** null when no answer came. */
  readonly answeredAt: Date | null;
  readonly vendorCode: string | null;
  readonly httpStatus: number | null;
  readonly occupiesUntil: Date;
}

export interface OccupiedSlot {
  readonly id: string;
  readonly lane: Lane;
  readonly occupiesUntil: Date;
  /** null once answered. */
  readonly unansweredUntil: Date | null;
}

export interface WindowUse {
  readonly all: number;
  readonly general: number;
  /** null when nothing is taken. */
  readonly nextFreeAt: Date | null;
}

export type PauseReason = 'rate-limited' | 'outage' | 'refused';

export interface Pause {
  readonly until: Date;
  readonly reason: PauseReason;
}

/** Every call that was booked, written before it is sent: the budget's truth over restarts and processes. */
export abstract class CallLedger {
  /** True while this epoch is the newest; locks the lease's row, so that no newer one is made before the commit. */
  abstract holdsEpoch(tx: Transaction, leaseKey: string, epoch: number): Promise<boolean>;
  abstract windowUse(tx: Transaction, serverId: string, now: Date): Promise<WindowUse>;
  abstract book(tx: Transaction, call: BookedCall): Promise<void>;
  abstract settle(tx: Transaction, call: SettledCall): Promise<void>;
  /** What a new holder starts from. */
  abstract occupied(tx: Transaction, serverId: string, now: Date): Promise<readonly OccupiedSlot[]>;
  abstract forgetBefore(tx: Transaction, serverId: string, before: Date): Promise<void>;
  /** null: nothing is waited out. */
  abstract savePause(tx: Transaction, serverId: string, pause: Pause | null): Promise<void>;
  /** For the health of processes that do not speak to the server. */
  abstract saveClock(tx: Transaction, serverId: string, isOff: boolean): Promise<void>;
  abstract pause(tx: Transaction, serverId: string): Promise<Pause | null>;
}
