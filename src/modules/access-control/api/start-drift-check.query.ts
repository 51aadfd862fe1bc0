import { BoolField } from '../../../platform/http/fields.js';

export class StartDriftCheckQuery {
  @BoolField({ optional: true, description: 'Reports, and changes nothing.' })
  dryRun?: boolean;
}
