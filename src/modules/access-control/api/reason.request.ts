import { TextField } from '../../../platform/http/fields.js';

export class ReasonRequest {
  @TextField({ max: 500, description: 'Kept in the audit log.' })
  reason!: string;
}
