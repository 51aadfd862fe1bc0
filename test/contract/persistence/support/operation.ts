import fc from 'fast-check';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type Storage } from '../../../simulation/storage/storage.js';
import { plain, unordered } from './plain.js';

/** One call of one repository, the same for every storage. */
export interface Operation {
  readonly name: string;
  readonly args: unknown;
  /** What it answers, in a form that can be compared. */
  run(storage: Storage, tx: Transaction): Promise<unknown>;
}

/** @param says `plain` where the order of the answer is promised */
export function call<Args>(
  name: string,
  args: fc.Arbitrary<Args>,
  run: (storage: Storage, tx: Transaction, args: Args) => Promise<unknown>,
  says: (answer: unknown) => unknown = plain,
): fc.Arbitrary<Operation> {
  return args.map((drawn) => ({
    name,
    args: drawn,
    run: async (storage, tx) => says(await run(storage, tx, drawn)),
    [fc.toStringMethod]: () => `${name}(${fc.stringify(drawn)})`,
  }));
}

export { unordered };

export const number = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most });
export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
export const some = <T>(value: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> => fc.array(value, { maxLength });
