import { Injectable } from '@nestjs/common';
import { type AccessCounts, AccessFigures } from '../../../contracts/ports/access-figures.js';
import { VisitBoard, type VisitCounts } from '../../../contracts/ports/visit-board.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type CallBudget, HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { ReadWatermark, type Watermark } from './read-watermark.js';

export interface Stats {
  readonly at: Date;
  readonly visits: VisitCounts;
  readonly access: AccessCounts;
  readonly budgets: readonly CallBudget[];
  readonly watermark: Watermark;
}

/** The figures of the whole product, each from whoever keeps it: the same queries however much there is. */
@Injectable()
export class ReadStats {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly board: VisitBoard,
    private readonly access: AccessFigures,
    private readonly gateway: HikCentralGateway,
    private readonly readWatermark: ReadWatermark,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<Stats> {
    const at = this.clock.now();
    const watermark = await this.readWatermark.run();
    return this.unitOfWork.read(async (tx) => ({
      at,
      visits: await this.board.counts(tx, at),
      access: await this.access.counts(tx, at),
      budgets: await this.gateway.budgets(tx),
      watermark,
    }));
  }
}
