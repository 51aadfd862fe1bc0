import { type Transaction } from '../../platform/database/transaction.js';

/** How well passages can be read. Implemented by `monitoring`, asked by `visits`. */
export abstract class PassageReading {
  /**
   * Whether some kinds of passages are seen late: HikCentral before 3.x is asked for one type of event at a time, and all
   * but those of faces come in turn.
   * @param serverId null: not known yet, so of any server
   */
  abstract isPartlyLate(tx: Transaction, serverId: string | null): Promise<boolean>;
}
