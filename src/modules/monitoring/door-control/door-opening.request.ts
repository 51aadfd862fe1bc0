import { IdField, TextField } from '../../../platform/http/fields.js';

export class DoorOpeningRequest {
  @TextField({ max: 500, description: 'Kept in the audit log.' })
  reason!: string;

  @IdField({ optional: true, description: 'Whose door is meant; needed where several servers have one of this id.' })
  serverId?: string;
}
