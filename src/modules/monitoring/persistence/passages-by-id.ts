import { type Transaction } from '../../../platform/database/transaction.js';
import { type PassageAtDoor } from './passage.repository.js';
import { atDoor, withDoor } from './sql-passage.repository.js';

/** Passages that somebody was told of. */
export abstract class PassagesById {
  /** One query whatever their number; those that are not there are absent. */
  abstract find(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, PassageAtDoor>>;
}

export class SqlPassagesById extends PassagesById {
  override async find(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, PassageAtDoor>> {
    if (ids.length === 0) return new Map();
    const passages = await withDoor(tx)
      .where('passage.id = ANY (:ids)', { ids: [...ids] })
      .getMany();
    return new Map(passages.map((passage) => [passage.id, atDoor(passage)]));
  }
}
