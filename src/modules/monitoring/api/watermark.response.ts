import { ApiProperty } from '@nestjs/swagger';
import { BoolField, IdField, InstantField, TextField } from '../../../platform/http/fields.js';
import { type Watermark } from '../application/read-watermark.js';
import { isClockOff } from '../domain/door-watch.js';
import { type DoorWatermark } from '../domain/watermark.js';
import { type Plain } from '../../../platform/http/plain.js';

const MS_PER_SECOND = 1_000;

class WatermarkFields {
  @InstantField({
    nullable: true,
    description: 'Every passage recorded before it is here; null: nothing was read yet.',
  })
  completeTo!: Date | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Age of `completeTo`.' })
  lagSeconds!: number | null;
}

export class DoorWatermarkResponse extends WatermarkFields {
  @TextField({ max: 64 })
  doorId!: string;

  @TextField({ max: 200 })
  name!: string;

  @BoolField({
    nullable: true,
    description:
      'As HikCentral last listed it, ten minutes ago at most; the passages of a door that is offline wait in it. ' +
      'null: never listed.',
  })
  online!: boolean | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: "Of the door's clock, ahead of HikCentral's positive; null: not known yet.",
  })
  clockOffsetSeconds!: number | null;

  @BoolField({ description: 'By more than ten seconds.' })
  clockDiffers!: boolean;
}

export class ServerWatermarkResponse extends WatermarkFields {
  @IdField()
  serverId!: string;

  @InstantField({
    nullable: true,
    description:
      'The same of every type of event. Earlier than `completeTo` on HikCentral before 3.x, where each type costs a ' +
      'call and all but those of faces are read in turn.',
  })
  allTypesCompleteTo!: Date | null;

  @ApiProperty({ type: DoorWatermarkResponse, isArray: true })
  doors!: DoorWatermarkResponse[];
}

export class WatermarkResponse extends WatermarkFields {
  @ApiProperty({ type: ServerWatermarkResponse, isArray: true })
  servers!: ServerWatermarkResponse[];
}

export function showWatermark({ completeTo, servers }: Watermark, now: Date): Plain<WatermarkResponse> {
  return {
    ...withLag(completeTo, now),
    servers: servers.map((server) => ({
      serverId: server.serverId,
      ...withLag(server.completeTo, now),
      allTypesCompleteTo: server.allTypesCompleteTo,
      doors: server.doors.map((door) => showDoor(door, now)),
    })),
  };
}

function showDoor(door: DoorWatermark, now: Date): Plain<DoorWatermarkResponse> {
  const { doorId, name, isOnline, clockOffsetMs } = door;
  return {
    doorId,
    name,
    ...withLag(door.completeTo, now),
    online: isOnline,
    clockOffsetSeconds: clockOffsetMs === null ? null : Math.round(clockOffsetMs / MS_PER_SECOND),
    clockDiffers: isClockOff(clockOffsetMs),
  };
}

function withLag(completeTo: Date | null, now: Date): Plain<WatermarkFields> {
  return { completeTo, lagSeconds: completeTo && (now.getTime() - completeTo.getTime()) / MS_PER_SECOND };
}
