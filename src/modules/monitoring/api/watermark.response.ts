import { ApiProperty } from '@nestjs/swagger';
import { IdField, InstantField } from '../../../platform/http/fields.js';
import { type Watermark } from '../application/read-watermark.js';
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

export class ServerWatermarkResponse extends WatermarkFields {
  @IdField()
  serverId!: string;
}

export class WatermarkResponse extends WatermarkFields {
  @ApiProperty({ type: ServerWatermarkResponse, isArray: true })
  servers!: ServerWatermarkResponse[];
}

export function showWatermark({ completeTo, servers }: Watermark, now: Date): Plain<WatermarkResponse> {
  return {
    ...withLag(completeTo, now),
    servers: servers.map((server) => ({ serverId: server.serverId, ...withLag(server.completeTo, now) })),
  };
}

function withLag(completeTo: Date | null, now: Date): Plain<WatermarkFields> {
  return { completeTo, lagSeconds: completeTo && (now.getTime() - completeTo.getTime()) / MS_PER_SECOND };
}
