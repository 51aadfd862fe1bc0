import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type VisitKind, type VisitStatus } from '../domain/visit-facts.js';

/** Which visits a list shows; null and empty: not asked. */
export interface VisitFilter {
  readonly statuses: readonly VisitStatus[];
  readonly kind: VisitKind | null;
  /** E-mail of the host, in any case. */
  readonly hostEmail: string | null;
  /** Only what this host's own; beside `hostEmail`, which a caller may ask for. */
  readonly ownHostEmail: string | null;
  /** Visits that go on at or after it. */
  readonly from: Date | null;
  /** Visits that begin before it. */
  readonly to: Date | null;
  /** Part of a name, company, phone or e-mail; a whole student id. */
  readonly text: string | null;
  /** Keyed hash of `text` as an identity number. */
  readonly identityFingerprint: Buffer | null;
  readonly accessStatus: AccessStatus | null;
  /** Newest first, after this one. */
  readonly after: { readonly createdAt: Date; readonly id: string } | null;
}

/** Conditions on `visits v` and `guests g`, with their parameters. */
export function whereOf(filter: VisitFilter): { readonly sql: string; readonly parameters: readonly unknown[] } {
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;

  if (filter.statuses.length > 0) conditions.push(`v.status = ANY (${bind(filter.statuses)})`);
  if (filter.kind !== null) conditions.push(`v.kind = ${bind(filter.kind)}`);
  for (const email of [filter.hostEmail, filter.ownHostEmail]) {
    if (email !== null) conditions.push(`lower(v.host_email) = lower(${bind(email)})`);
  }
  if (filter.from !== null) conditions.push(`v.valid_to >= ${bind(filter.from)}`);
  if (filter.to !== null) conditions.push(`v.valid_from < ${bind(filter.to)}`);
  if (filter.accessStatus !== null) conditions.push(`v.access_status = ${bind(filter.accessStatus)}`);
  if (filter.text !== null) conditions.push(textCondition(filter.text, filter.identityFingerprint, bind));
  if (filter.after !== null) {
    conditions.push(`(v.created_at, v.id) < (${bind(filter.after.createdAt)}, ${bind(filter.after.id)})`);
  }
  return { sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters };
}

const GUEST_TEXTS = ['full_name', 'company', 'phone', 'email'];

function textCondition(text: string, fingerprint: Buffer | null, bind: (value: unknown) => string): string {
  const part = bind(`%${text.replace(/[\\%_]/g, '\\$&')}%`);
  const studentId = bind(text);
  const print = fingerprint === null ? null : bind(fingerprint);
  const ofGuest = (alias: string): string[] => [
    ...GUEST_TEXTS.map((column) => `${alias}.${column} ILIKE ${part}`),
    `${alias}.student_id = ${studentId}`,
    ...(print === null ? [] : [`${alias}.identity_fingerprint = ${print}`]),
  ];
  const ofHost = ['v.host_name', 'v.host_email'].map((column) => `${column} ILIKE ${part}`);
  // By what was known of a record that was merged the guest is found too.
  const merged = `g.id IN (SELECT m.merged_into_id FROM guests m
                           WHERE m.merged_into_id IS NOT NULL AND (${ofGuest('m').join(' OR ')}))`;
  return `(${[...ofGuest('g'), ...ofHost, merged].join(' OR ')})`;
}
