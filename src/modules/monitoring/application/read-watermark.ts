import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { doorCompleteTo, type DoorWatch } from '../domain/door-watch.js';
import { completenessOf, type ReadingPositions } from '../domain/reading-streams.js';
import { commonWatermark, type DoorWatermark, type ServerWatermark } from '../domain/watermark.js';
import { DoorRepository } from '../persistence/door.repository.js';
import { ReadingPositionRepository } from '../persistence/reading-position.repository.js';
import { EVENT_TYPES } from './event-types.js';

const NOTHING_READ: ReadingPositions = new Map();

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
    private readonly doors: DoorRepository,
  ) {}

  run(): Promise<Watermark> {
    return this.unitOfWork.read((tx) => this.of(tx));
  }

  async of(tx: Transaction): Promise<Watermark> {
    const known = await this.gateway.servers(tx);
    const positions = await this.positions.all(tx);
    const doors = await this.doors.watched(tx);
    const servers = known.map(({ id }) => {
      const completeness = completenessOf(positions.get(id) ?? NOTHING_READ, EVENT_TYPES);
      const own = doors.filter(({ serverId }) => serverId === id);
      const at = (door: DoorWatch): DoorWatermark => ({
        ...door,
        completeTo: doorCompleteTo(completeness.completeTo, door),
      });
      return { serverId: id, ...completeness, doors: own.map(at) };
    });
    return { completeTo: commonWatermark(servers), servers };
  }
}
