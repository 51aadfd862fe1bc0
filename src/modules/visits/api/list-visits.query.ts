import { ACCESS_STATUSES, type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { EmailField, EnumField, EnumListField, InstantField, TextField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/page.js';
import { VISIT_KINDS, VISIT_STATUSES, type VisitKind, type VisitStatus } from '../domain/visit-facts.js';

export class ListVisitsQuery extends PageQuery {
  @EnumListField(VISIT_STATUSES, { optional: true, description: 'May repeat.' })
  status?: VisitStatus[];

  @EnumField(VISIT_KINDS, { optional: true })
  kind?: VisitKind;

  @EmailField({ optional: true, description: 'E-mail of the host.' })
  host?: string;

  @InstantField({ optional: true, description: 'Visits that go on at this time or later.' })
  from?: Date;

  @InstantField({ optional: true, description: 'Visits that begin before this time.' })
  to?: Date;

  @TextField({
    max: 200,
    optional: true,
    description: 'Part of a name, company, phone or e-mail; a whole student id or identity number.',
  })
  q?: string;

  @EnumField(ACCESS_STATUSES, { optional: true })
  accessStatus?: AccessStatus;
}
