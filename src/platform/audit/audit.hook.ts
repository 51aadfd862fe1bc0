import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { currentContext } from '../context/request-context.js';
import { Vault } from '../crypto/vault.js';
import { takeOrderLock } from '../database/order-lock.js';
import { type Transaction } from '../database/transaction.js';
import { TransactionHook } from '../database/unit-of-work.js';
import { chainHash, headStatement, type AuditRecord } from './audit-chain.js';
import { type PendingAudit } from './audit-entry.js';

/** Keeps the key of the head's seal apart from every other use of the secret key. */
export const AUDIT_HEAD_PURPOSE = 'audit-head';

/**
 * Appends the audit rows of a transaction to the hash chain. The head of the chain is sealed with a key that is not in
 * the database: whoever can write rows can compute hashes, but can neither cut the end off nor build another chain.
 */
@Injectable()
export class AuditHook extends TransactionHook {
  constructor(
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {
    super();
  }

  override begin(): Promise<void> {
    return Promise.resolve();
  }

  override async beforeCommit(tx: Transaction): Promise<void> {
    if (tx.pendingAudits.length === 0) return;
    await takeOrderLock(tx);
    const [head] = await tx.query<{ seq: string; hash: Buffer }>('SELECT seq, hash FROM audit_head');
    if (head === undefined) throw new Error('audit_head is empty: its migration did not run, or someone removed it');
    const rows = [];
    let { seq, hash } = head;
    for (const entry of tx.pendingAudits) {
      seq = (BigInt(seq) + 1n).toString();
      const record = this.record(seq, entry);
      const previous = hash;
      hash = chainHash(previous, record);
      rows.push({ ...record, prevHash: previous.toString('hex'), hash: hash.toString('hex') });
    }
    await tx.query(
      `WITH appended AS (
         INSERT INTO audit_log (seq, at, actor_kind, actor_id, role, remote_address, trace_id, action, entity, entity_id,
                                detail, prev_hash, hash)
         SELECT (row->>'seq')::bigint, (row->>'at')::timestamptz, row->>'actorKind', row->>'actorId', row->>'role',
                row->>'remoteAddress', row->>'traceId', row->>'action', row->>'entity', row->>'entityId', row->'detail',
                decode(row->>'prevHash', 'hex'), decode(row->>'hash', 'hex')
         FROM jsonb_array_elements($1::jsonb) AS pending (row)
       )
       UPDATE audit_head SET seq = $2, hash = $3, seal = $4`,
      [JSON.stringify(rows), seq, hash, this.vault.fingerprint(AUDIT_HEAD_PURPOSE, headStatement(seq, hash))],
    );
  }

  private record(seq: string, entry: PendingAudit): AuditRecord {
    const { actor, remoteAddress, traceId } = currentContext();
    return {
      seq,
      at: this.clock.now(),
      actorKind: actor.kind,
      actorId: actor.id,
      role: actor.role,
      remoteAddress,
      traceId,
      action: entry.action,
      entity: entry.entity,
      entityId: entry.entityId,
      // As it will be read back: an undefined field is absent, a Date is a string.
      detail: JSON.parse(JSON.stringify(entry.detail)) as unknown,
    };
  }
}
