import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IdField, InstantField, NestedField, TextField } from '../../../platform/http/fields.js';
import { type Cause } from '../../../platform/event-log/event-envelope.js';

const CAUSES = ['user', 'api-key', 'passage', 'time', 'hikcentral', 'system'] as const satisfies Cause['kind'][];

class CauseResponse {
  @EnumField(CAUSES)
  kind!: Cause['kind'];

  @TextField({ max: 128, nullable: true })
  ref!: string | null;
}

export class TimelineItemResponse {
  @IdField()
  id!: string;

  @InstantField()
  at!: Date;

  @TextField({ max: 64, example: 'visit_announced' })
  type!: string;

  @NestedField(() => CauseResponse)
  cause!: CauseResponse;

  @ApiProperty({ type: Object, additionalProperties: true })
  data!: Readonly<Record<string, unknown>>;
}
