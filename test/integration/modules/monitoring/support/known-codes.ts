import { CardholderDirectory, type RecentPersons } from '../../../../../src/contracts/ports/guest-directory.js';
import { type Transaction } from '../../../../../src/platform/database/transaction.js';

/** Knows guests by the codes and ids a test gives it. */
export class KnownCodes extends CardholderDirectory {
  readonly guestIds = new Map<string, string>();
  readonly guestIdsOfPersons = new Map<string, string>();

  override guestIdsByPersonCode(
    _tx: Transaction,
    _serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(among(this.guestIds, personCodes));
  }

  override guestIdsByPersonId(
    _tx: Transaction,
    _serverId: string,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(among(this.guestIdsOfPersons, personIds));
  }

  override recentPersonCodes(
    _tx: Transaction,
    _serverId: string,
    { after, limit }: RecentPersons,
  ): Promise<readonly string[]> {
    const behind = [...this.guestIds.keys()].filter((code) => code > (after ?? ''));
    return Promise.resolve(behind.sort().slice(0, limit));
  }
}

function among(known: ReadonlyMap<string, string>, asked: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...known].filter(([key]) => asked.includes(key)));
}
