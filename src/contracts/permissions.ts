export const ROLES = ['admin', 'security', 'reception', 'host', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** `own`: only visits whose `host.email` is the caller's; what is not own is 404. */
export type Scope = 'all' | 'own';

const everyoneOnAll = { admin: 'all', security: 'all', reception: 'all', auditor: 'all' } as const;

/** Who may do what. Deny by default: a route without a row here is refused unless it is marked public. */
export const PERMISSIONS = {
  'visits.read': { ...everyoneOnAll, host: 'own' },
  'visits.write': { admin: 'all', reception: 'all', host: 'own' },
  'visits.check-in-out': { admin: 'all', security: 'all', reception: 'all' },
  'guests.merge': { admin: 'all', reception: 'all' },
  'cardholders.read': everyoneOnAll,
  'cardholders.reconcile': { admin: 'all', reception: 'all' },
  'cardholders.revoke': { admin: 'all', security: 'all' },
  'cardholders.restore': { admin: 'all' },
  'access-levels.read': { ...everyoneOnAll, host: 'all' },
  'monitoring.read': everyoneOnAll,
  'monitoring.live': { ...everyoneOnAll, host: 'own' },
  'incidents.handle': { admin: 'all', security: 'all' },
  'doors.open': { admin: 'all', security: 'all' },
  'drift-checks.read': { admin: 'all', auditor: 'all' },
  administration: { admin: 'all' },
  'audit.read': { admin: 'all', auditor: 'all' },
  /** The caller's own session and profile. */
  self: { ...everyoneOnAll, host: 'all' },
} as const satisfies Record<string, Partial<Record<Role, Scope>>>;

export type Permission = keyof typeof PERMISSIONS;

/** null: not allowed. */
export function scopeOf(role: string | null, permission: Permission): Scope | null {
  const row: Partial<Record<string, Scope>> = PERMISSIONS[permission];
  return role === null || !Object.hasOwn(row, role) ? null : (row[role] ?? null);
}
