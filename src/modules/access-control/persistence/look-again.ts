import { type Transaction } from '../../../platform/database/transaction.js';

/** The sweep finds every cardholder of this server without any event. Locked in the order of their ids, as everywhere. */
export async function lookAgainAtAll(tx: Transaction, serverId: string, now: Date): Promise<void> {
  await tx.query(
    `WITH locked AS (SELECT id FROM cardholders WHERE server_id = $1 ORDER BY id FOR UPDATE)
     UPDATE cardholders SET desired_changes_at = $2 FROM locked WHERE cardholders.id = locked.id`,
    [serverId, now],
  );
}
