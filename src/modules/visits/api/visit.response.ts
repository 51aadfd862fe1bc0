import { type ClosedReason } from '../../../contracts/events/visits.events.js';
import {
  BoolField,
  EmailField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  TextField,
  TextListField,
} from '../../../platform/http/fields.js';
import {
  EXIT_POLICIES,
  VISIT_KINDS,
  VISIT_STATUSES,
  type ExitPolicy,
  type VisitKind,
  type VisitStatus,
} from '../domain/visit-facts.js';
import { AccessResponse } from './access.response.js';

const NULL = { nullable: true } as const;
const CLOSED_REASONS = ['exit', 'manual', 'expired', 'cancelled', 'no_show'] as const satisfies ClosedReason[];

export class GuestResponse {
  @IdField()
  id!: string;

  @TextField({ max: 200 })
  fullName!: string;

  @TextField({ ...NULL, max: 32 })
  phone!: string | null;

  @EmailField(NULL)
  email!: string | null;

  @TextField({ ...NULL, max: 200 })
  company!: string | null;

  @TextField({ ...NULL, max: 64 })
  studentId!: string | null;

  @TextField({ ...NULL, max: 64 })
  studentGroup!: string | null;

  @IntField({ ...NULL, min: 1, max: 10 })
  course!: number | null;

  @TextField({ ...NULL, max: 4 })
  identityNumberLast4!: string | null;
}

class HostResponse {
  @TextField({ max: 200 })
  name!: string;

  @EmailField()
  email!: string;

  @TextField({ ...NULL, max: 32 })
  phone!: string | null;

  @TextField({ ...NULL, max: 200 })
  department!: string | null;
}

export class VisitResponse {
  @IdField()
  id!: string;

  @IntField({ min: 1, description: 'For `If-Match`. Rises with what was agreed and with `status`.' })
  version!: number;

  @EnumField(VISIT_KINDS)
  kind!: VisitKind;

  @EnumField(VISIT_STATUSES)
  status!: VisitStatus;

  @NestedField(() => GuestResponse)
  guest!: GuestResponse;

  @NestedField(() => HostResponse)
  host!: HostResponse;

  @TextField({ ...NULL, max: 500, multiline: true })
  purpose!: string | null;

  @InstantField()
  validFrom!: Date;

  @InstantField()
  validTo!: Date;

  @EnumField(EXIT_POLICIES)
  exitPolicy!: ExitPolicy;

  @TextListField({ minItems: 1, maxItems: 16, max: 64 })
  accessLevelIds!: readonly string[];

  @BoolField()
  hasPhoto!: boolean;

  @InstantField(NULL)
  consentAt!: Date | null;

  @InstantField(NULL)
  checkedInAt!: Date | null;

  @InstantField(NULL)
  checkedOutAt!: Date | null;

  @EnumField(CLOSED_REASONS, NULL)
  closedReason!: ClosedReason | null;

  @BoolField()
  overstaying!: boolean;

  @NestedField(() => AccessResponse)
  access!: AccessResponse;

  @InstantField()
  createdAt!: Date;

  @InstantField()
  updatedAt!: Date;
}
