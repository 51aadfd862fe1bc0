import { type Permission, PERMISSIONS, ROLES, type Scope, scopeOf } from '../../../src/contracts/permissions.js';

const y: Scope = 'all';
const own: Scope = 'own';
const no = null;

/** The table of roles in the contract of the API, cell by cell: admin, security, reception, host, auditor. */
const CONTRACT: Readonly<Record<Permission, readonly (Scope | null)[]>> = {
  'visits.read': [y, y, y, own, y],
  'visits.write': [y, no, y, own, no],
  'visits.check-in-out': [y, y, y, no, no],
  'guests.merge': [y, no, y, no, no],
  'cardholders.read': [y, y, y, no, y],
  'cardholders.reconcile': [y, no, y, no, no],
  'cardholders.revoke': [y, y, no, no, no],
  'cardholders.restore': [y, no, no, no, no],
  'access-levels.read': [y, y, y, y, y],
  'monitoring.read': [y, y, y, no, y],
  'monitoring.live': [y, y, y, own, y],
  'incidents.handle': [y, y, no, no, no],
  'doors.open': [y, y, no, no, no],
  'drift-checks.read': [y, no, no, no, y],
  administration: [y, no, no, no, no],
  'audit.read': [y, no, no, no, y],
  self: [y, y, y, y, y],
};

describe('the table of roles', () => {
  const cells = Object.entries(CONTRACT).flatMap(([permission, row]) =>
    ROLES.map((role, column) => [permission as Permission, role, row[column] ?? null] as const),
  );

  it.each(cells)('%s for %s is %s', (permission, role, scope) => {
    expect(scopeOf(role, permission)).toBe(scope);
  });

  it('has no row that the contract does not know', () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual(Object.keys(CONTRACT).sort());
  });

  it.each([null, '', 'root', 'constructor', '__proto__', 'toString'])('gives nothing to the role %s', (role) => {
    for (const permission of Object.keys(PERMISSIONS) as Permission[]) expect(scopeOf(role, permission)).toBeNull();
  });
});
