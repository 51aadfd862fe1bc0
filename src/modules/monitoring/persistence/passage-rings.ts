import { type Transaction } from '../../../platform/database/transaction.js';

/** What is left of pushes: that there was one. Counted, so that no two clocks have to agree on what came first. */
export abstract class PassageRings {
  abstract ring(tx: Transaction, serverId: string, at: Date): Promise<void>;
  /** How often it was rung for this server, ever. */
  abstract count(tx: Transaction, serverId: string): Promise<number>;
}
