import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IdField, TextField } from '../../../platform/http/fields.js';
import { type Door } from '../domain/door-map.js';
import { type Direction, DIRECTIONS } from '../domain/passage.js';
import { type Plain } from '../../../platform/http/plain.js';

export class ReaderResponse {
  @TextField({ max: 64 })
  readerId!: string;

  @EnumField(DIRECTIONS, { nullable: true, description: "null: the door's." })
  direction!: Direction | null;
}

export class DoorResponse {
  @TextField({ max: 64 })
  id!: string;

  @IdField()
  serverId!: string;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(DIRECTIONS, { nullable: true, description: 'For readers without one of their own; null: not known.' })
  direction!: Direction | null;

  @ApiProperty({ type: ReaderResponse, isArray: true, description: 'Those that were seen in events or set.' })
  readers!: ReaderResponse[];
}

export function showDoor({ doorId, serverId, name, direction, readers }: Door): Plain<DoorResponse> {
  return { id: doorId, serverId, name, direction, readers: [...readers] };
}
