import { ACCESS_STATUSES, type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { BoolField, EnumField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/page.js';

export class ListCardholdersQuery extends PageQuery {
  @EnumField(ACCESS_STATUSES, { optional: true })
  status?: AccessStatus;

  @BoolField({ optional: true, description: 'Only those whose last error still stands.' })
  attention?: boolean;
}
