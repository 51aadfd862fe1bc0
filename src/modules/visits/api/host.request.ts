import { EmailField, TextField } from '../../../platform/http/fields.js';

const NOT_SAID = { optional: true, nullable: true } as const;

export class HostRequest {
  @TextField({ max: 200, example: 'Berit Lind' })
  name!: string;

  @EmailField()
  email!: string;

  @TextField({ ...NOT_SAID, max: 32 })
  phone?: string | null;

  @TextField({ ...NOT_SAID, max: 200 })
  department?: string | null;
}

export class HostChangeRequest {
  @TextField({ optional: true, min: 1, max: 200 })
  name?: string;

  @EmailField({ optional: true })
  email?: string;

  @TextField({ ...NOT_SAID, max: 32 })
  phone?: string | null;

  @TextField({ ...NOT_SAID, max: 200 })
  department?: string | null;
}
