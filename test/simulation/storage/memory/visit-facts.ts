import { type VisitFact } from '../../../../src/modules/visits/domain/visit-facts.js';
import { byText, byTime } from './order.js';
import { type FactRow } from './rows.js';

const COLUMNS = {
  passageId: null,
  direction: null,
  result: null,
  exitPolicy: null,
  status: null,
  closedReason: null,
  endedAt: null,
};

/** As a row of the table is read: the columns of the other kinds are there, and empty. */
export function withAllColumns(fact: VisitFact): VisitFact {
  return { ...COLUMNS, ...fact };
}

export function inOrder(rows: Iterable<FactRow>): readonly VisitFact[] {
  return [...rows]
    .map(({ fact }) => fact)
    .sort((one, other) => byTime(one.occurredAt, other.occurredAt) || byText(one.eventId, other.eventId));
}
