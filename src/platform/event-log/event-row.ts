import { type Cause, type EventEnvelope } from './event-envelope.js';

export interface EventRow {
  readonly position: string;
  readonly id: string;
  readonly name: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
  readonly visit_ids: string[];
  readonly cause_kind: Cause['kind'];
  readonly cause_ref: string | null;
  readonly trace_id: string;
}

/** Columns of an `EventRow`. */
export const EVENT_COLUMNS = 'position, id, name, at, data, visit_ids, cause_kind, cause_ref, trace_id';

export function toEnvelope(row: EventRow): EventEnvelope {
  return {
    position: row.position,
    id: row.id,
    name: row.name,
    at: row.at,
    data: row.data,
    visitIds: row.visit_ids,
    cause: { kind: row.cause_kind, ref: row.cause_ref },
    traceId: row.trace_id,
  };
}
