import { ApiProperty } from '@nestjs/swagger';
import { IdField, InstantField } from '../../../platform/http/fields.js';
import { type Watermark } from '../application/read-watermark.js';

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

  static of({ completeTo, servers }: Watermark, now: Date): WatermarkResponse {
    return {
      ...withLag(completeTo, now),
      servers: servers.map((server) => ({ serverId: server.serverId, ...withLag(server.completeTo, now) })),
    };
  }
}

function withLag(completeTo: Date | null, now: Date): WatermarkFields {
  return { completeTo, lagSeconds: completeTo && (now.getTime() - completeTo.getTime()) / MS_PER_SECOND };
}
