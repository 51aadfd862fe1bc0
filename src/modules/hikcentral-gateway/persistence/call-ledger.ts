import { type Transaction } from '../../../platform/database/transaction.js';
import { type LearnedLimit } from '../budget/adaptive-limit.js';
import { type CapabilityRecord } from '../capabilities.js';
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

export interface SeenClock {
  /** Ahead of ours positive; certain at least. */
  readonly offsetMs: number;
  /** Too far from ours. */
  readonly isOff: boolean;
}

/** What a holder of the lease learned, and the next one starts from. */
export interface ServerMemory {
  /** null: nothing is waited out. */
  readonly pause: Pause | null;
  /** null: no answer said. */
  readonly clock: SeenClock | null;
  /** null: the configured limit is in force. */
  readonly limit: LearnedLimit | null;
  /** null: nothing is known. */
  readonly capabilities: CapabilityRecord | null;
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
  /** Only what is named is written. */
  abstract remember(tx: Transaction, serverId: string, news: Partial<ServerMemory>): Promise<void>;
  /** Also for processes that do not speak to the server. */
  abstract memory(tx: Transaction, serverId: string): Promise<ServerMemory>;
}
