import {
  BoolField,
  EnumField,
  InstantField,
  NestedField,
  TextField,
  TextListField,
} from '../../../platform/http/fields.js';
import { EXIT_POLICIES, type ExitPolicy } from '../domain/visit-facts.js';
import { GuestChangeRequest } from './guest.request.js';
import { HostChangeRequest } from './host.request.js';

/** What is absent stays as it is. */
export class ChangeVisitRequest {
  @NestedField(() => GuestChangeRequest, { optional: true })
  guest?: GuestChangeRequest;

  @NestedField(() => HostChangeRequest, { optional: true })
  host?: HostChangeRequest;

  @InstantField({ optional: true, description: 'Only before the check-in.' })
  validFrom?: Date;

  @InstantField({ optional: true, description: 'A shorter time acts at once.' })
  validTo?: Date;

  @TextField({ max: 500, multiline: true, optional: true, nullable: true })
  purpose?: string | null;

  @TextListField({ minItems: 1, maxItems: 16, max: 64, optional: true })
  accessLevelIds?: string[];

  @EnumField(EXIT_POLICIES, { optional: true, description: 'Judges what happens from now on.' })
  exitPolicy?: ExitPolicy;

  @BoolField({ optional: true })
  consent?: boolean;
}
