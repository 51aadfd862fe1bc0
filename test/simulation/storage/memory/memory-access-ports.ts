import { CardholderDirectory, type RecentPersons } from '../../../../src/contracts/ports/guest-directory.js';
import { ServerUse } from '../../../../src/contracts/ports/server-use.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byText } from './order.js';

export class MemoryCardholderDirectory extends CardholderDirectory {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override guestIdsByPersonCode(
    tx: Transaction,
    serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    return this.database.step(tx, () => {
      const guests = new Map<string, string>();
      for (const code of personCodes) {
        const row = this.database.cardholdersByCode.one(pair(serverId, code));
        if (row !== undefined) guests.set(code, row.cardholder.guestId);
      }
      return guests;
    });
  }

  override guestIdsByPersonId(
    tx: Transaction,
    serverId: string,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    return this.database.step(tx, () => {
      const guests = new Map<string, string>();
      for (const id of personIds) {
        const row = this.database.cardholdersByPerson.one(pair(serverId, id));
        if (row !== undefined) guests.set(id, row.cardholder.guestId);
      }
      return guests;
    });
  }

  override recentPersonCodes(
    tx: Transaction,
    serverId: string,
    { endAfter, after, limit }: RecentPersons,
  ): Promise<readonly string[]> {
    return this.database.step(tx, () => {
      const { visitAccess, cardholders } = this.database;
      const served = [...visitAccess.values()].filter(({ wasServed, endsAt }) => wasServed && endsAt > endAfter);
      const found = served.map(({ cardholderId }) => cardholders.get(cardholderId)?.cardholder);
      const codes = found.flatMap((one) => (one?.serverId === serverId ? [one.personCode] : []));
      return [...new Set(codes)]
        .filter((code) => after === null || byText(code, after) > 0)
        .sort(byText)
        .slice(0, limit);
    });
  }
}

export class MemoryServerUse extends ServerUse {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override countCardholders(tx: Transaction, serverId: string): Promise<number> {
    return this.database.step(
      tx,
      () =>
        [...this.database.cardholdersByServer.of(serverId)].filter(
          ({ cardholder: { facts, unrevokedSince, next, openVisitIds } }) =>
            facts.person.personId !== null || unrevokedSince !== null || next !== null || openVisitIds.length > 0,
        ).length,
    );
  }
}
