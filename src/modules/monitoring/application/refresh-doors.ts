import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type DoorRead, type GatewaySession, listDoors, readInPages } from '../../hikcentral-gateway/index.js';
import { newDoor } from '../domain/door-map.js';
import { DoorMetrics } from '../door.metrics.js';
import { DoorRepository } from '../persistence/door.repository.js';
import { answered } from './answered.js';

/** Doors are built and renamed by people, but one that is offline keeps its passages to itself: six calls an hour. */
export const FRESH_MS = 10 * 60 * 1_000;

/** Lists the doors of HikCentral when that was not done within ten minutes. */
@Injectable()
export class RefreshDoors {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly doors: DoorRepository,
    private readonly settings: Settings,
    private readonly metrics: DoorMetrics,
    private readonly clock: Clock,
  ) {}

  /** @returns when the list should be read again. @throws GatewayError when a page was not answered; nothing is stored then */
  async run(session: GatewaySession): Promise<Date> {
    const { serverId } = session;
    const listedAt = await this.unitOfWork.read((tx) => this.doors.lastListedAt(tx, serverId));
    const staleAt = new Date((listedAt?.getTime() ?? 0) + FRESH_MS);
    if (staleAt > this.clock.now()) return staleAt;
    const found = await readInPages(session, (pageSize) => readAll(session, pageSize));
    const now = this.clock.now();
    const doors = found.map(({ id, name, isOnline }) => {
      return { ...newDoor(serverId, id, name, this.settings.doorDirections), isOnline };
    });
    await this.unitOfWork.run((tx) => this.doors.list(tx, doors, now));
    this.metrics.listed(serverId, doors.filter(({ isOnline }) => !isOnline).length);
    return new Date(now.getTime() + FRESH_MS);
  }
}

/** By id: a door that is built while pages are read may stand on two of them. */
async function readAll(session: GatewaySession, pageSize: number): Promise<DoorRead[]> {
  const found = new Map<string, DoorRead>();
  for (let pageNo = 1, hasMore = true; hasMore; pageNo += 1) {
    const { value } = answered(await session.call('sweep', () => Promise.resolve(listDoors(pageNo, pageSize))));
    const { items, rawCount, total } = value;
    for (const door of items) found.set(door.id, door);
    hasMore = rawCount > 0 && pageNo * pageSize < total;
  }
  return [...found.values()];
}
