import { Injectable } from '@nestjs/common';
import { Vault } from '../crypto/vault.js';
import { type Transaction } from '../database/transaction.js';
import { AUDIT_HEAD_PURPOSE } from './audit.hook.js';
import { CHAIN_START, chainHash, headStatement } from './audit-chain.js';

export interface AuditVerdict {
  readonly isIntact: boolean;
  /** How many rows were found to be as they were written. */
  readonly verifiedRows: number;
  /** First number at which the chain does not hold; null when it does, or when only its head is wrong. */
  readonly brokenAt: string | null;
  /** `changed`: a row is not what was hashed · `missing`: a number is absent, or the end was cut · `head`: not sealed by us. */
  readonly reason: 'changed' | 'missing' | 'head' | null;
}

interface AuditRow {
  seq: string;
  at: Date;
  actor_kind: string;
  actor_id: string;
  role: string | null;
  remote_address: string | null;
  trace_id: string;
  action: string;
  entity: string;
  entity_id: string;
  detail: unknown;
  prev_hash: Buffer;
  hash: Buffer;
}

const PAGE = 1_000;

/** Recomputes the chain of the audit log and says where it breaks. */
@Injectable()
export class AuditVerifier {
  constructor(private readonly vault: Vault) {}

  /** Reads every row, a page at a time. Rows that are written meanwhile are not part of the answer. */
  async verify(tx: Transaction): Promise<AuditVerdict> {
    const [head] = await tx.query<{ seq: string; hash: Buffer; seal: Buffer | null }>(
      'SELECT seq, hash, seal FROM audit_head',
    );
    if (head === undefined) return broken(0, null, 'head');
    let previous: Buffer = CHAIN_START;
    let verified = 0n;
    const end = BigInt(head.seq);
    while (verified < end) {
      const page = await this.page(tx, verified, end);
      if (page.length === 0) return broken(verified, verified + 1n, 'missing');
      for (const row of page) {
        const number = verified + 1n;
        if (BigInt(row.seq) !== number) return broken(verified, number, 'missing');
        if (!row.prev_hash.equals(previous) || !row.hash.equals(hashOf(row, previous))) {
          return broken(verified, number, 'changed');
        }
        previous = row.hash;
        verified = number;
      }
    }
    if (!previous.equals(head.hash) || !this.isSealed(head)) return broken(verified, null, 'head');
    return { isIntact: true, verifiedRows: Number(verified), brokenAt: null, reason: null };
  }

  private isSealed(head: { seq: string; hash: Buffer; seal: Buffer | null }): boolean {
    if (head.seal === null) return head.seq === '0';
    return head.seal.equals(this.vault.fingerprint(AUDIT_HEAD_PURPOSE, headStatement(head.seq, head.hash)));
  }

  private page(tx: Transaction, after: bigint, end: bigint): Promise<AuditRow[]> {
    return tx.query<AuditRow>(
      `SELECT seq, at, actor_kind, actor_id, role, remote_address, trace_id, action, entity, entity_id, detail,
              prev_hash, hash
       FROM audit_log WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3`,
      [after.toString(), end.toString(), PAGE],
    );
  }
}

function hashOf(row: AuditRow, previous: Buffer): Buffer {
  return chainHash(previous, {
    seq: row.seq,
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    role: row.role,
    remoteAddress: row.remote_address,
    traceId: row.trace_id,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    detail: row.detail,
  });
}

function broken(
  verifiedRows: bigint | 0,
  brokenAt: bigint | null,
  reason: 'changed' | 'missing' | 'head',
): AuditVerdict {
  return { isIntact: false, verifiedRows: Number(verifiedRows), brokenAt: brokenAt?.toString() ?? null, reason };
}
