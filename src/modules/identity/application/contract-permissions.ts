import { Injectable } from '@nestjs/common';
import { type Permission, PERMISSIONS, type Scope, scopeOf } from '../../../contracts/permissions.js';
import { PermissionTable } from '../../../platform/http/authenticator.js';

/** The table of roles in the contracts, as the guard asks it. */
@Injectable()
export class ContractPermissions extends PermissionTable {
  override has(permission: string): permission is Permission {
    return Object.hasOwn(PERMISSIONS, permission);
  }

  override scopeOf(role: string | null, permission: string): Scope | null {
    return this.has(permission) ? scopeOf(role, permission) : null;
  }
}
