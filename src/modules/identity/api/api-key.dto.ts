import { type Role } from '../../../contracts/permissions.js';
import { EnumField, IdField, InstantField, TextField } from '../../../platform/http/fields.js';

/** A key has no e-mail address, so nothing would be a host's own. */
const KEY_ROLES = ['admin', 'security', 'reception', 'auditor'] as const satisfies readonly Role[];

export class CreateApiKeyRequest {
  @TextField({ max: 200, example: 'Reception kiosk' })
  name!: string;

  @EnumField(KEY_ROLES)
  role!: (typeof KEY_ROLES)[number];
}

export class ApiKeyResponse {
  @IdField()
  id!: string;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(KEY_ROLES)
  role!: Role;

  @InstantField()
  createdAt!: Date;

  @InstantField({ nullable: true })
  revokedAt!: Date | null;
}

export class CreatedApiKeyResponse extends ApiKeyResponse {
  @TextField({ max: 64, nullable: true, description: 'Shown this once; null when the answer is given again.' })
  key!: string | null;
}
