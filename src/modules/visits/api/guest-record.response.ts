import { ApiProperty } from '@nestjs/swagger';
import { BoolField, InstantField, IntField } from '../../../platform/http/fields.js';
import { GuestResponse } from './visit.response.js';

export class GuestRecordResponse extends GuestResponse {
  @IntField({ min: 1, description: 'For `If-Match`. Rises with every change of the guest, the photo or a visit.' })
  version!: number;

  @BoolField()
  hasPhoto!: boolean;

  @InstantField({ nullable: true })
  consentAt!: Date | null;

  @ApiProperty({ type: [String], format: 'uuid', description: 'Records that were merged into this one.' })
  mergedGuestIds!: readonly string[];

  @InstantField()
  createdAt!: Date;

  @InstantField()
  updatedAt!: Date;
}
