import { type Transaction } from '../../../platform/database/transaction.js';
import { dutyRetryDelayMs } from '../domain/retry-schedule.js';
import { type StepKind } from '../domain/step.js';
import { type Cardholder } from './cardholder.js';

/** What a cardholder at which we fail is known by. */
type Failing = Pick<Cardholder, 'attempts' | 'lastErrorCode' | 'lastErrorAt'>;

/** Whoever was set aside is left alone as long as `SetAside` says: broken ones never keep the sweep at work. */
export function isSetAside({ attempts, lastErrorCode, lastErrorAt }: Failing, now: Date): boolean {
  if (lastErrorCode !== 'INTERNAL' || lastErrorAt === null) return false;
  return lastErrorAt.getTime() + dutyRetryDelayMs(Math.max(1, attempts), 0) > now.getTime();
}

/** Rests by number of failures: `isSetAside` in SQL, where the last stands for all further ones. */
const RESTS_MS = Array.from({ length: 12 }, (_, index) => dutyRetryDelayMs(index + 1, 0));

/** Guests by the three ways in which they stray: due by themselves, changed, or with a visit that is theirs no more. */
export async function findStrays(
  tx: Transaction,
  serverId: string,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx.query<{ guest_id: string }>(
    `SELECT guest_id FROM (
     SELECT guest_id FROM cardholders WHERE server_id = $1 AND desired_changes_at <= $2
     UNION
     SELECT claim.guest_id FROM visit_claims claim
     LEFT JOIN cardholders ON cardholders.guest_id = claim.guest_id AND cardholders.server_id = $1
     WHERE cardholders.id IS NULL OR cardholders.seen_revision < claim.guest_revision
     UNION
     SELECT cardholders.guest_id FROM cardholders, unnest(open_visit_ids) AS open_visit_id
     WHERE server_id = $1 AND open_visit_ids <> '{}'
       AND NOT EXISTS (SELECT 1 FROM visit_claims claim
         WHERE claim.visit_id = open_visit_id AND claim.guest_id = cardholders.guest_id)
     ) AS strays
     WHERE NOT EXISTS (SELECT 1 FROM cardholders broken
       WHERE broken.guest_id = strays.guest_id AND broken.server_id = $1 AND broken.last_error_code = 'INTERNAL'
         AND broken.last_error_at
           + ($4::double precision[])[greatest(1, least(broken.attempts, cardinality($4::double precision[])))]
             * interval '1 millisecond' > $2)
     LIMIT $3`,
    [serverId, now, limit, RESTS_MS],
  );
  return rows.map(({ guest_id }) => guest_id);
}

/** How long a cardholder that we failed at is left alone. */
export const FAILED_RESTS_MS = 60_000;

/** Two ranges of an index, so that it costs nothing while all agree. */
export async function strangersTo(
  tx: Transaction,
  serverId: string,
  settings: string,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx.query<{ guest_id: string }>(
    `SELECT guest_id FROM cardholders
     WHERE server_id = $1 AND (seen_settings < $2 OR seen_settings > $2)
       AND (last_error_code IS DISTINCT FROM 'INTERNAL' OR last_error_at <= $3)
     ORDER BY open_visit_ids = '{}', id LIMIT $4`,
    [serverId, settings, new Date(now.getTime() - FAILED_RESTS_MS), limit],
  );
  return rows.map(({ guest_id }) => guest_id);
}

/** How many wait for which call of the giving side before and with this one. */
export async function stepsBefore(
  tx: Transaction,
  cardholderId: string | null,
  validFrom: Date,
  now: Date,
): Promise<Readonly<Partial<Record<StepKind, number>>>> {
  const rows = await tx.query<{ step: StepKind; guests: number }>(
    `SELECT coalesce(next_step, 'add-person') AS step, count(*)::integer AS guests
     FROM (
       SELECT next_step FROM cardholders WHERE next_side = 'giving' AND next_due_at <= $3 AND wanted_at <= $2
         AND id IS DISTINCT FROM $1::uuid
       UNION ALL
       SELECT next_step FROM (SELECT $1::uuid AS own_id) own LEFT JOIN cardholders ON cardholders.id = own_id
     ) AS waiting GROUP BY 1`,
    [cardholderId, validFrom, now],
  );
  return Object.fromEntries(rows.map(({ step, guests }) => [step, guests]));
}
