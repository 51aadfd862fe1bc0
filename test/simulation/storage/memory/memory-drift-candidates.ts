import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { DriftCandidates } from '../../../../src/modules/access-control/persistence/drift-candidates.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byId, byText } from './order.js';
import { type CardholderRow } from './rows.js';

export class MemoryDriftCandidates extends DriftCandidates {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override byCodes(tx: Transaction, serverId: string, personCodes: readonly string[]): Promise<readonly Cardholder[]> {
    const { cardholdersByCode } = this.database;
    return this.database.step(tx, () => found(personCodes, (code) => cardholdersByCode.one(pair(serverId, code))));
  }

  override byPersonIds(
    tx: Transaction,
    serverId: string,
    personIds: readonly string[],
  ): Promise<readonly Cardholder[]> {
    const { cardholdersByPerson } = this.database;
    return this.database.step(tx, () => found(personIds, (id) => cardholdersByPerson.one(pair(serverId, id))));
  }

  override holdersOf(tx: Transaction, serverId: string, levelId: string): Promise<readonly Cardholder[]> {
    return this.database.step(tx, () => this.on(serverId).filter(({ facts }) => levelId in facts.levels));
  }

  override withPerson(
    tx: Transaction,
    serverId: string,
    limit: number,
    after: string | null,
  ): Promise<readonly Cardholder[]> {
    return this.database.step(tx, () =>
      this.on(serverId)
        .filter(({ id, facts }) => facts.person.personId !== null && (after === null || id > after))
        .sort(byId)
        .slice(0, limit),
    );
  }

  override levelsEverGiven(tx: Transaction, serverId: string): Promise<readonly string[]> {
    return this.database.step(tx, () => {
      const given = new Set<string>();
      for (const { id } of this.on(serverId)) {
        for (const { entry, levelId } of this.database.ledgerByCardholder.of(id))
          if (entry === 'give') given.add(levelId);
      }
      return [...given].sort(byText);
    });
  }

  private on(serverId: string): Cardholder[] {
    return [...this.database.cardholdersByServer.of(serverId)].map(({ cardholder }) => cardholder);
  }
}

function found(keys: readonly string[], look: (key: string) => CardholderRow | undefined): readonly Cardholder[] {
  return [...new Set(keys)].flatMap((key) => look(key)?.cardholder ?? []);
}
