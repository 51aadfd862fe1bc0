import { type Transaction } from '../../../platform/database/transaction.js';
import { type LateRound } from '../domain/late-round.js';

/** The last look for late passages of each server. */
export abstract class LateRounds {
  /** null: there was none. */
  abstract find(tx: Transaction, serverId: string): Promise<LateRound | null>;
  abstract save(tx: Transaction, serverId: string, round: LateRound): Promise<void>;
}
