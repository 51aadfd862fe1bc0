import { ApiProperty } from '@nestjs/swagger';

/** How HikCentral's own calls answer; receivers in the field answer anything with 200. */
export class PushTakenResponse {
  @ApiProperty({ type: String, enum: ['0'] })
  code!: '0';

  @ApiProperty({ type: String, enum: ['success'] })
  msg!: 'success';
}
