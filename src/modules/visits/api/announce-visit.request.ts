import {
  BoolField,
  EnumField,
  InstantField,
  NestedField,
  TextField,
  TextListField,
} from '../../../platform/http/fields.js';
import { EXIT_POLICIES, VISIT_KINDS, type ExitPolicy, type VisitKind } from '../domain/visit-facts.js';
import { AnnouncedGuestRequest } from './guest.request.js';
import { HostRequest } from './host.request.js';

export class AnnounceVisitRequest {
  @EnumField(VISIT_KINDS, { description: '`student` needs `guest.studentId`.' })
  kind!: VisitKind;

  @NestedField(() => AnnouncedGuestRequest)
  guest!: AnnouncedGuestRequest;

  @NestedField(() => HostRequest)
  host!: HostRequest;

  @InstantField()
  validFrom!: Date;

  @InstantField({
    description: 'After `validFrom`, at most 31 days; before 2037.',
    example: '2026-11-20T17:00:00+05:00',
  })
  validTo!: Date;

  @TextField({ max: 500, multiline: true, optional: true, nullable: true })
  purpose?: string | null;

  @TextListField({
    minItems: 1,
    maxItems: 16,
    max: 64,
    optional: true,
    description: 'Absent: the default of the kind.',
  })
  accessLevelIds?: string[];

  @EnumField(EXIT_POLICIES, { optional: true, description: 'Absent: the default of the kind.' })
  exitPolicy?: ExitPolicy;

  @BoolField({ optional: true, description: 'The guest agrees to the use of their face.' })
  consent?: boolean;
}
