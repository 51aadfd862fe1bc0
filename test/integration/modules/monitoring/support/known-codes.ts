import { CardholderDirectory } from '../../../../../src/contracts/ports/guest-directory.js';
import { type Transaction } from '../../../../../src/platform/database/transaction.js';

/** Knows guests by the codes a test gives it. */
export class KnownCodes extends CardholderDirectory {
  readonly guestIds = new Map<string, string>();

  override guestIdsByPersonCode(
    _tx: Transaction,
    _serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(
      new Map(
        personCodes.flatMap((code) => {
          const guestId = this.guestIds.get(code);
          return guestId === undefined ? [] : [[code, guestId] as const];
        }),
      ),
    );
  }
}
