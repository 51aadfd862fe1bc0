import {
  AccessLedger,
  type LedgerRow as LedgerRowRead,
} from '../../../../src/modules/access-control/persistence/access-ledger.js';
import { type LedgerEntry, type OpenLevel } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { reference } from './constraint.js';
import { type MemoryDatabase } from './memory-database.js';
import { byText } from './order.js';
import { type LedgerRow } from './rows.js';

export class MemoryAccessLedger extends AccessLedger {
  /** Not taken back with a transaction, as a sequence is not. */
  private lastNumber = 0;

  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override openLevels(tx: Transaction, cardholderIds: readonly string[]): Promise<readonly OpenLevel[]> {
    return this.database.step(tx, () =>
      [...new Set(cardholderIds)]
        .sort(byText)
        .flatMap((id) => openIn([...this.database.ledgerByCardholder.of(id)].sort(byNumber))),
    );
  }

  override historyOf(
    tx: Transaction,
    cardholderId: string,
    limit: number,
    before: string | null,
  ): Promise<readonly LedgerRowRead[]> {
    return this.database.step(tx, () =>
      [...this.database.ledgerByCardholder.of(cardholderId)]
        .filter(({ number }) => before === null || number < Number(before))
        .sort((one, other) => byNumber(other, one))
        .slice(0, limit)
        .map(({ number, ...entry }) => ({ ...entry, id: String(number) })),
    );
  }

  override append(tx: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    return this.database.step(tx, () => {
      for (const entry of entries) {
        reference('access_ledger_cardholder_id_fkey', !this.database.cardholders.has(entry.cardholderId));
        const number = (this.lastNumber += 1);
        this.database.ledger.set(String(number), { ...entry, number });
      }
    });
  }
}

function byNumber(one: LedgerRow, other: LedgerRow): number {
  return one.number - other.number;
}

/** The last giving of each level that nothing later closes. @param entries of one cardholder, in their order */
function openIn(entries: readonly LedgerRow[]): readonly OpenLevel[] {
  const given = new Map<string, readonly LedgerRow[]>();
  for (const row of entries) {
    const { levelId, entry, callId } = row;
    const open = given.get(levelId) ?? [];
    if (entry === 'give') given.set(levelId, [...open, row]);
    if (entry === 'confirmed_gone') given.delete(levelId);
    if (entry === 'not_given')
      given.set(
        levelId,
        open.filter((give) => give.callId !== callId),
      );
  }
  return [...given]
    .flatMap(([levelId, open]) =>
      open.slice(-1).map(({ cardholderId, at, callId }) => ({ cardholderId, levelId, at, callId })),
    )
    .sort((one, other) => byText(one.levelId, other.levelId))
    .map(({ cardholderId, levelId, at, callId }) => ({ cardholderId, levelId, givenAt: at, callId: callId ?? '' }));
}
