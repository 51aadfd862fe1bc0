import { type Transaction } from '../../platform/database/transaction.js';

/** Whether a HikCentral still matters to anybody. Implemented by `access-control`, asked by `hikcentral-gateway`. */
export abstract class ServerUse {
  /** Guests whose person stands in this HikCentral, or who are about to be sent there. */
  abstract countCardholders(tx: Transaction, serverId: string): Promise<number>;
}
