import { EmailField, IdField, IntField, TextField } from '../../../platform/http/fields.js';

const NOT_SAID = { optional: true, nullable: true } as const;

/** What may be said about a guest beside the name. Null: it is known to be nothing. */
class GuestDetails {
  @TextField({ ...NOT_SAID, max: 32 })
  phone?: string | null;

  @EmailField(NOT_SAID)
  email?: string | null;

  @TextField({ ...NOT_SAID, max: 200 })
  company?: string | null;

  @TextField({ ...NOT_SAID, min: 1, max: 64 })
  studentId?: string | null;

  @TextField({ ...NOT_SAID, max: 64 })
  studentGroup?: string | null;

  @IntField({ ...NOT_SAID, min: 1, max: 10 })
  course?: number | null;

  @TextField({ ...NOT_SAID, min: 1, max: 32, description: 'Write-only: stored encrypted, searched by keyed hash.' })
  identityNumber?: string | null;
}

export class AnnouncedGuestRequest extends GuestDetails {
  @IdField({ optional: true, description: 'A guest who is known already.' })
  id?: string;

  @TextField({ max: 200, example: 'Asa Ost' })
  fullName!: string;
}

export class GuestChangeRequest extends GuestDetails {
  @TextField({ optional: true, min: 1, max: 200 })
  fullName?: string;
}
