import { type Transaction } from '../../platform/database/transaction.js';
import { type ServerCapabilities } from './capabilities.js';
import { type GatewayError } from './gateway.errors.js';
import { type Operation } from './operations/operation.js';

/**
 * Who may take a free slot first, in this order (decision 4). Only `revoke` may use the reserve.
 * A lane that waits and got nothing for long rises above all but `revoke`: `passages` after 5 minutes, `sweep` after 15,
 * `clean-up` after 60.
 */
export const LANES = ['revoke', 'provision-soon', 'provision', 'passages', 'sweep', 'clean-up'] as const;
export type Lane = (typeof LANES)[number];

/** What became of one call. An answer that never came is a state of its own, not an exception. */
export type CallOutcome<T> =
  /** The chooser found nothing worth a call; the slot was given back. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'done'; readonly callId: string; readonly value: T; readonly answeredAt: Date }
  /** HikCentral answered and did nothing. */
  | { readonly kind: 'refused'; readonly callId: string; readonly error: GatewayError; readonly answeredAt: Date }
  /** Sent, not answered in a form to be believed: it may have happened, or may still happen until `deadlineAt`. */
  | { readonly kind: 'unknown'; readonly callId: string; readonly error: GatewayError; readonly deadlineAt: Date }
  /** Certainly never reached HikCentral. */
  | { readonly kind: 'not-sent'; readonly callId: string | null; readonly error: GatewayError };

/**
 * Chooses the next call in the transaction that books it, when a slot is free and not before.
 * What it writes commits with the row of the ledger, before anything is sent. null: nothing to do after all.
 */
export type ChooseCall<T> = (tx: Transaction, callId: string) => Promise<Operation<T> | null>;

/** One process's exclusive right to speak to one HikCentral, from the lease's start to its end. */
export abstract class GatewaySession {
  abstract readonly serverId: string;
  /** Rises with each holder; calls of an older epoch are refused at booking and at the socket. */
  abstract readonly epoch: number;
  /** Aborted when the lease is lost or the process stops; runners return then. */
  abstract readonly signal: AbortSignal;

  /** Waits for a slot this lane may use, lets `choose` decide, books, sends. Never throws for what HikCentral does. */
  abstract call<T>(lane: Lane, choose: ChooseCall<T>): Promise<CallOutcome<T>>;

  /** When the next slot of this lane is free; the present when one is free now. For forecasts. */
  abstract nextSlotAt(lane: Lane): Date;
  /** True while the breaker is open or a 429 is obeyed: nothing will be sent before `nextSlotAt`. */
  abstract isPaused(): boolean;
  /** What this HikCentral can do, as far as is known now; ask again before each use, since answers correct it. */
  abstract capabilities(): ServerCapabilities;
}

/** Work that runs exactly while this process holds a lease. Returns when `session.signal` aborts. */
export interface SessionRunner {
  readonly name: string;
  run(session: GatewaySession): Promise<void>;
}

/** The call budget of a server as people see it. */
export interface CallBudget {
  readonly serverId: string;
  /** As configured. */
  readonly limit: number;
  /** What is kept for now: less than `limit` after the server refused us within it. */
  readonly effectiveLimit: number;
  readonly windowMs: number;
  readonly revokeReserve: number;
  readonly usedInWindow: number;
  /** While a 429 or an outage is waited out; else null. */
  readonly pausedUntil: Date | null;
}

/** A HikCentral that we know. Its secret never leaves the gateway. */
export interface HikCentralServer {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  /** Organisation of our persons; null until found or made. */
  readonly organisationId: string | null;
}

/** The gateway's only door for the other modules. */
export abstract class HikCentralGateway {
  /** Registers work that runs with each lease. Called in constructors or `onModuleInit`, before leases are taken. */
  abstract onSession(runner: SessionRunner): void;
  abstract servers(tx: Transaction): Promise<readonly HikCentralServer[]>;
  /** Keeps the organisation that was found or made. */
  abstract rememberOrganisation(tx: Transaction, serverId: string, organisationId: string): Promise<void>;
  abstract budgets(tx: Transaction): Promise<readonly CallBudget[]>;
}
