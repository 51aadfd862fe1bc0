import { type Transaction } from '../../../platform/database/transaction.js';
import { type VisitFact } from '../domain/visit-facts.js';
import { type NewFact } from './visit-repository.js';

const COLUMNS = `visit_id, event_id, kind, occurred_at, passage_id, direction, result, exit_policy, status, closed_reason, ended_at`;

/** One statement whatever the number of visits; each has an entry, also without facts. */
export async function selectFacts(
  tx: Transaction,
  visitIds: readonly string[],
): Promise<ReadonlyMap<string, readonly VisitFact[]>> {
  const facts = new Map<string, VisitFact[]>(visitIds.map((id) => [id, []]));
  if (visitIds.length === 0) return facts;
  const rows = await tx.query<{ readonly visitId: string } & VisitFact>(
    `SELECT visit_id AS "visitId", event_id AS "eventId", kind, occurred_at AS "occurredAt",
            passage_id AS "passageId", direction, result, exit_policy AS "exitPolicy", status,
            closed_reason AS "closedReason", ended_at AS "endedAt"
     FROM visit_facts WHERE visit_id = ANY ($1) ORDER BY visit_id, occurred_at, event_id`,
    [visitIds],
  );
  // Each kind has its own columns filled: the CHECK constraints of the table say so.
  for (const { visitId, ...fact } of rows) facts.get(visitId)?.push(fact);
  return facts;
}

export async function insertFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(({ visitId, fact }) => ({ visitId, ...fact }));
  await tx.query(
    `INSERT INTO visit_facts (${COLUMNS})
     SELECT "visitId", "eventId", kind, "occurredAt", "passageId", direction, result, "exitPolicy", status,
            "closedReason", "endedAt"
     FROM jsonb_to_recordset($1) AS row ("visitId" uuid, "eventId" text, kind text, "occurredAt" timestamptz,
          "passageId" uuid, direction text, result text, "exitPolicy" text, status text, "closedReason" text,
          "endedAt" timestamptz)
     ON CONFLICT (visit_id, event_id) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

export async function deleteFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
  if (facts.length === 0) return;
  await tx.query(
    `DELETE FROM visit_facts USING unnest($1::uuid[], $2::text[]) AS gone (visit_id, event_id)
     WHERE visit_facts.visit_id = gone.visit_id AND visit_facts.event_id = gone.event_id`,
    [facts.map(({ visitId }) => visitId), facts.map(({ fact }) => fact.eventId)],
  );
}
