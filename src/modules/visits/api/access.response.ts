import {
  ACCESS_ERROR_CODES,
  ACCESS_STATUSES,
  DOOR_STATUSES,
  type AccessErrorCode,
  type AccessStatus,
  type DoorStatus,
} from '../../../contracts/ports/visit-access.js';
import {
  EnumField,
  InstantField,
  IntField,
  NestedField,
  NestedListField,
  TextField,
} from '../../../platform/http/fields.js';

const NULL = { nullable: true } as const;

class DoorAccessResponse {
  @TextField({ max: 64 })
  doorId!: string;

  @TextField({ max: 256 })
  name!: string;

  @EnumField(DOOR_STATUSES)
  status!: DoorStatus;

  @InstantField(NULL)
  at!: Date | null;

  @TextField({ ...NULL, max: 256 })
  reason!: string | null;
}

class AccessErrorResponse {
  @EnumField(ACCESS_ERROR_CODES)
  code!: AccessErrorCode;

  @TextField({ max: 512 })
  message!: string;

  @InstantField()
  at!: Date;
}

/** What is true about this visit at the doors, as far as it was read back. */
export class AccessResponse {
  @EnumField(['granted', 'revoked'])
  desired!: 'granted' | 'revoked';

  @EnumField(ACCESS_STATUSES)
  status!: AccessStatus;

  @TextField({ ...NULL, max: 16 })
  personCode!: string | null;

  @TextField({ ...NULL, max: 64 })
  hikcentralPersonId!: string | null;

  @TextField({ ...NULL, max: 64 })
  serverId!: string | null;

  @InstantField(NULL)
  validFrom!: Date | null;

  @InstantField(NULL)
  validTo!: Date | null;

  @InstantField({ ...NULL, description: 'Until when a door may still let this guest in if everything stays dead.' })
  exposureEndsAt!: Date | null;

  @NestedListField(() => DoorAccessResponse, { maxItems: 1_000 })
  doors!: readonly DoorAccessResponse[];

  @IntField({ min: 0 })
  attempts!: number;

  @InstantField(NULL)
  nextAttemptAt!: Date | null;

  @NestedField(() => AccessErrorResponse, NULL)
  lastError!: AccessErrorResponse | null;

  @InstantField(NULL)
  grantedAt!: Date | null;

  @InstantField(NULL)
  revokedAt!: Date | null;
}
