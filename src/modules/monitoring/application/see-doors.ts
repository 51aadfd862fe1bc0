import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type DoorEventRead } from '../../hikcentral-gateway/index.js';
import { type Door, newDoor, withReader } from '../domain/door-map.js';
import { DoorRepository } from '../persistence/door.repository.js';

/** Learns doors and readers from events: HikCentral has no list of readers, and a new door may be used before it is listed. */
@Injectable()
export class SeeDoors {
  constructor(
    private readonly doors: DoorRepository,
    private readonly settings: Settings,
  ) {}

  /** @returns the doors of these events as the map has them now, by id */
  async run(tx: Transaction, serverId: string, events: readonly DoorEventRead[]): Promise<ReadonlyMap<string, Door>> {
    if (events.length === 0) return new Map();
    const { doorDirections } = this.settings;
    const known = await this.doors.lock(tx, serverId, [...new Set(events.map(({ doorId }) => doorId))]);
    const doors = new Map(known);
    for (const { doorId, doorName, readerId } of events) {
      const door = doors.get(doorId) ?? newDoor(serverId, doorId, doorName, doorDirections);
      doors.set(doorId, readerId === null ? door : withReader(door, readerId, doorDirections));
    }
    const changed = [...doors.values()].filter((door) => door !== known.get(door.doorId));
    if (changed.length > 0) await this.doors.save(tx, changed);
    return doors;
  }
}
