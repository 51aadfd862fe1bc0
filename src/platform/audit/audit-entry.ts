/** One mutating action, as its verb states it; actor, address, time and trace come from the request's context. */
export interface PendingAudit {
  /** `owner.verb`, such as `visits.cancel`. */
  readonly action: string;
  /** Table-like word of the glossary: `visit`, `user`, `door`. */
  readonly entity: string;
  readonly entityId: string;
  /** What changed, by field name. Never a name, phone, photo or secret: fields of persons are named, not quoted. */
  readonly detail: Readonly<Record<string, unknown>>;
}
