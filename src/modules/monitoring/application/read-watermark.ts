import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { commonWatermark, type ServerWatermark } from '../domain/watermark.js';
import { ReadingPositionRepository } from '../persistence/reading-position.repository.js';

export interface Watermark {
  readonly completeTo: Date | null;
  readonly servers: readonly ServerWatermark[];
}

/** Up to when passages are known to be complete. */
@Injectable()
export class ReadWatermark {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateway: HikCentralGateway,
    private readonly positions: ReadingPositionRepository,
  ) {}

  run(): Promise<Watermark> {
    return this.unitOfWork.read(async (tx) => {
      const known = await this.gateway.servers(tx);
      const completeTo = await this.positions.completeTo(tx);
      const servers = known.map(({ id }) => ({ serverId: id, completeTo: completeTo.get(id) ?? null }));
      return { completeTo: commonWatermark(servers), servers };
    });
  }
}
