import { createHash } from 'node:crypto';

/** One row of the audit log, without its hashes. */
export interface AuditRecord {
  /** Decimal; rows are numbered without a gap from 1. */
  readonly seq: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly role: string | null;
  readonly remoteAddress: string | null;
  readonly traceId: string;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly detail: unknown;
}

/** `prev_hash` of the first row. */
export const CHAIN_START = Buffer.alloc(32);

/** Hash of a row and, through `previous`, of all rows before it. 32 bytes. */
export function chainHash(previous: Buffer, record: AuditRecord): Buffer {
  return createHash('sha256').update(previous).update(canonicalForm(record)).digest();
}

/** What the seal of the chain's head covers: how long the chain is, and its last hash. */
export function headStatement(seq: string, hash: Buffer): string {
  return `${seq}.${hash.toString('hex')}`;
}

/** An array, so that no two records share a form; keys of `detail` sorted, since jsonb keeps its own order. */
function canonicalForm(record: AuditRecord): string {
  return JSON.stringify([
    record.seq,
    record.at.toISOString(),
    record.actorKind,
    record.actorId,
    record.role,
    record.remoteAddress,
    record.traceId,
    record.action,
    record.entity,
    record.entityId,
    sortKeys(record.detail),
  ]);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, sortKeys(inner)]);
  // By code unit, not by locale: the same everywhere. Pairs, since an object would put number-like keys first.
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
