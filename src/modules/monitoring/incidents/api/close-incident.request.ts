import { TextField } from '../../../../platform/http/fields.js';

export class CloseIncidentRequest {
  @TextField({ max: 500, description: 'What was found and done. Kept with the incident and in the audit log.' })
  reason!: string;
}
