import { BoolField, IdField, TextField } from '../../../platform/http/fields.js';

export class MergeGuestsRequest {
  @IdField({ description: 'The record that stays; its name, photo and numbers stand.' })
  intoGuestId!: string;

  @TextField({ max: 500, description: 'Kept in the audit log.' })
  reason!: string;

  @BoolField({
    optional: true,
    description: 'Needed where both have an identity number, or a student id, and they differ.',
  })
  acceptDifferentIdentity?: boolean;
}
