import { EnumField, InstantField, NestedListField, TextField } from '../../../platform/http/fields.js';

const VERDICTS = ['ready', 'at_risk', 'blocked'] as const;

class ReadinessReasonResponse {
  @TextField({ max: 64, example: 'NO_PHOTO' })
  code!: string;

  @TextField({ max: 512 })
  detail!: string;
}

/** Will this guest get in? */
export class ReadinessResponse {
  @EnumField(VERDICTS)
  verdict!: (typeof VERDICTS)[number];

  @NestedListField(() => ReadinessReasonResponse, { maxItems: 32 })
  reasons!: readonly ReadinessReasonResponse[];

  @InstantField({ nullable: true })
  expectedReadyAt!: Date | null;
}
