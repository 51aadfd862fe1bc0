import { type Transaction } from '../../../platform/database/transaction.js';
import { type PauseReason, type ServerMemory } from './call-ledger.js';
import { fromCapabilityJson, toCapabilityJson } from './capability-json.js';

interface MemoryRow {
  readonly paused_until: Date | null;
  readonly pause_reason: PauseReason | null;
  readonly is_clock_off: boolean;
  readonly clock_offset_ms: number | null;
  readonly effective_limit: number | null;
  readonly limit_calm_windows: number | null;
  readonly limit_raise_at: Date | null;
  readonly capabilities: unknown;
}

type Column = keyof MemoryRow;

export async function rememberServer(tx: Transaction, serverId: string, news: Partial<ServerMemory>): Promise<void> {
  const values = Object.entries(columnsOf(news));
  if (values.length === 0) return;
  const assignments = values.map(([column], index) => `${column} = $${index + 2}`);
  await tx.query(`UPDATE hikcentral_servers SET ${assignments.join(', ')} WHERE id = $1`, [
    serverId,
    ...values.map(([, value]) => value),
  ]);
}

export async function serverMemory(tx: Transaction, serverId: string): Promise<ServerMemory> {
  const [row] = await tx.query<MemoryRow>(
    `SELECT paused_until, pause_reason, is_clock_off, clock_offset_ms, effective_limit, limit_calm_windows,
            limit_raise_at, capabilities
       FROM hikcentral_servers WHERE id = $1`,
    [serverId],
  );
  return {
    pause: row?.paused_until && row.pause_reason ? { until: row.paused_until, reason: row.pause_reason } : null,
    clock: row && row.clock_offset_ms !== null ? { offsetMs: row.clock_offset_ms, isOff: row.is_clock_off } : null,
    limit: limitOf(row),
    capabilities: fromCapabilityJson(row?.capabilities),
  };
}

function limitOf(row: MemoryRow | undefined): ServerMemory['limit'] {
  if (!row?.effective_limit || !row.limit_calm_windows || !row.limit_raise_at) return null;
  return { limit: row.effective_limit, calmWindows: row.limit_calm_windows, raiseAt: row.limit_raise_at };
}

function columnsOf({ pause, clock, limit, capabilities }: Partial<ServerMemory>): Partial<Record<Column, unknown>> {
  return {
    ...(pause !== undefined && { paused_until: pause?.until ?? null, pause_reason: pause?.reason ?? null }),
    ...(clock !== undefined && { is_clock_off: clock?.isOff ?? false, clock_offset_ms: clock?.offsetMs ?? null }),
    ...(limit !== undefined && {
      effective_limit: limit?.limit ?? null,
      limit_calm_windows: limit?.calmWindows ?? null,
      limit_raise_at: limit?.raiseAt ?? null,
    }),
    ...(capabilities !== undefined && {
      capabilities: capabilities === null ? null : toCapabilityJson(capabilities),
    }),
  };
}
