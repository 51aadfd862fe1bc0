import { IdField, InstantField, TextField } from '../../../platform/http/fields.js';

/** HikCentral said that the door opened. */
export class DoorOpeningResponse {
  @TextField({ max: 64 })
  id!: string;

  @IdField()
  serverId!: string;

  @TextField({ max: 200 })
  name!: string;

  @InstantField({ description: 'When HikCentral answered.' })
  openedAt!: Date;
}
