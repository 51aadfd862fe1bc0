import { currentContext } from '../../context/request-context.js';
import { type Transaction } from '../../database/transaction.js';
import { type UnitOfWork } from '../../database/unit-of-work.js';

/**
 * For a verb of one transaction whose result is not what its caller is shown. A request with a key is shown it from within that
 * transaction: what a replay gives again is the answer, and nothing that the answer left out.
 */
export async function answerAs<Result, Shown>(
  unitOfWork: UnitOfWork,
  verb: () => Promise<Result>,
  show: (tx: Transaction, result: Result) => Promise<Shown>,
): Promise<Shown> {
  const { idempotency } = currentContext();
  const kept: Shown[] = [];
  if (idempotency !== null) {
    idempotency.show = async (tx, result) => {
      const shown = await show(tx, result as Result);
      kept.push(shown);
      return shown;
    };
  }
  const result = await verb();
  const [shown] = kept;
  return shown ?? unitOfWork.read((tx) => show(tx, result));
}
