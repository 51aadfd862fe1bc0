import { type ServerStanding } from '../../../contracts/ports/server-standings.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { advisoryLockOf, leaseKeyOf } from '../budget/lease-key.js';
import { capabilitiesOf } from '../capabilities.js';
import { fromCapabilityJson } from './capability-json.js';
import { type PauseReason } from './call-ledger.js';
import { type ServerPlace, type ServerView } from './server-catalogue.js';
import { EFFECTIVE_LIMIT, USED_IN_WINDOW } from './server-rows.js';

export interface ListedRow {
  readonly id: string;
  readonly name: string;
  readonly origin: 'settings' | 'admin';
  readonly base_url: string;
  readonly app_key: string;
  readonly has_ca: boolean;
  readonly rate_limit_calls: number;
  readonly rate_limit_window_ms: number;
  readonly revoke_reserve: number;
  readonly used: number;
  readonly effective_limit: number;
  readonly paused_until: Date | null;
  readonly pause_reason: PauseReason | null;
  readonly clock_offset_ms: number | null;
  readonly is_clock_off: boolean;
  readonly capabilities: unknown;
  readonly last_answer_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const MS_PER_SECOND = 1_000;

type Lease = NonNullable<ServerView['lease']>;

interface Reading {
  readonly now: Date;
  readonly limit: number;
  readonly after: ServerPlace | null;
  /** null: all of them. */
  readonly serverId: string | null;
}

/** One statement, whatever the number of servers. A pause that is over is none, unless a probe has to end it. */
export function readServers(tx: Transaction, { now, limit, after, serverId }: Reading): Promise<ListedRow[]> {
  return tx.query<ListedRow>(
    `SELECT s.id, s.name, s.origin, s.base_url, s.app_key, s.ca_pem IS NOT NULL AS has_ca,
            s.rate_limit_calls, s.rate_limit_window_ms, s.revoke_reserve, s.clock_offset_ms, s.is_clock_off, s.capabilities,
            CASE WHEN s.pause_reason <> 'rate-limited' OR s.paused_until > $1 THEN s.pause_reason END AS pause_reason,
            CASE WHEN s.paused_until > $1 THEN s.paused_until END AS paused_until,
            ${EFFECTIVE_LIMIT} AS effective_limit, ${USED_IN_WINDOW} AS used,
            (SELECT c.answered_at FROM hikcentral_calls c
              WHERE c.server_id = s.id AND c.answered_at IS NOT NULL
              ORDER BY c.occupies_until DESC LIMIT 1) AS last_answer_at,
            s.created_at, s.updated_at
       FROM hikcentral_servers s
      WHERE s.removed_at IS NULL AND ($2::uuid IS NULL OR s.id = $2)
        AND ($3::timestamptz IS NULL OR (s.created_at, s.id) < ($3, $4::uuid))
      ORDER BY s.created_at DESC, s.id DESC LIMIT $5`,
    [now, serverId, after?.createdAt ?? null, after?.id ?? null, limit],
  );
}

/** By server; whose lock nobody holds has no lease, whoever had it last. */
export async function leasesOf(
  tx: Transaction,
  servers: readonly Pick<ListedRow, 'id' | 'base_url' | 'app_key'>[],
): Promise<ReadonlyMap<string, Lease>> {
  const keys = servers.map(({ base_url, app_key }) => leaseKeyOf(base_url, app_key));
  const rows = await tx.query<{ lease_key: string; holder: string; taken_at: Date }>(
    `SELECT l.lease_key, l.holder, l.taken_at
       FROM unnest($1::text[], $2::bigint[]) AS wanted (lease_key, lock_id)
       JOIN hikcentral_leases l USING (lease_key)
      WHERE EXISTS (SELECT 1 FROM pg_locks
                     WHERE locktype = 'advisory' AND granted AND objsubid = 1
                       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                       AND ((classid::bigint << 32) | objid::bigint) = wanted.lock_id)`,
    [keys, keys.map(advisoryLockOf)],
  );
  const byKey = new Map(rows.map(({ lease_key, holder, taken_at }) => [lease_key, { holder, since: taken_at }]));
  return new Map(
    servers.flatMap(({ id }, index) => {
      const lease = byKey.get(keys[index] ?? '');
      return lease === undefined ? [] : [[id, lease] as const];
    }),
  );
}

export function toView(row: ListedRow, lease: Lease | null, standing: ServerStanding | null): ServerView {
  const known = fromCapabilityJson(row.capabilities);
  return {
    id: row.id,
    name: row.name,
    origin: row.origin,
    baseUrl: row.base_url,
    hasCa: row.has_ca,
    rateLimitCalls: row.rate_limit_calls,
    rateLimitWindowSeconds: row.rate_limit_window_ms / MS_PER_SECOND,
    revokeReserve: row.revoke_reserve,
    budget: { effectiveLimit: row.effective_limit, usedInWindow: row.used, pausedUntil: row.paused_until },
    pauseReason: row.pause_reason,
    clockOffsetSeconds: row.clock_offset_ms === null ? null : Math.round(row.clock_offset_ms / MS_PER_SECOND),
    clockDiffers: row.is_clock_off,
    capabilities: known === null ? null : capabilitiesOf(known),
    adoption: adoptionOf(standing),
    disabledAt: standing?.disabledAt ?? null,
    persons: standing?.persons ?? 0,
    personsWithAccess: standing?.withAccess ?? 0,
    lease,
    lastAnswerAt: row.last_answer_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function adoptionOf(standing: ServerStanding | null): ServerView['adoption'] {
  if (standing === null) return { state: 'observing', reason: 'not_adopted', adoptedAt: null, toGive: 0, toTake: 0 };
  const { observingReason: reason, adoptedAt, toGive, toTake } = standing;
  return { state: reason === null ? 'adopted' : 'observing', reason, adoptedAt, toGive, toTake };
}
