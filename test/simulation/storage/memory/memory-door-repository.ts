import { type Door, isWayOut } from '../../../../src/modules/monitoring/domain/door-map.js';
import { type DoorWatch } from '../../../../src/modules/monitoring/domain/door-watch.js';
import {
  type DoorClockOffset,
  type DoorPlace,
  DoorRepository,
  type ListedDoor,
} from '../../../../src/modules/monitoring/persistence/door.repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { eachOnce } from './constraint.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byText } from './order.js';
import { type DoorRow } from './rows.js';

const NEVER_LISTED = { listedAt: null, isOnline: null, onlineAt: null, clockOffsetMs: null } as const;

export class MemoryDoorRepository extends DoorRepository {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override lock(tx: Transaction, serverId: string, doorIds: readonly string[]): Promise<ReadonlyMap<string, Door>> {
    return this.database.step(tx, () => {
      const found = [...new Set(doorIds)].sort(byText).map((id) => this.database.doors.get(pair(serverId, id)));
      return new Map(found.flatMap((door) => (door === undefined ? [] : [[door.doorId, door] as const])));
    });
  }

  override lockUnedited(tx: Transaction, serverId: string): Promise<readonly Door[]> {
    return this.database.step(tx, () =>
      [...this.database.doorsByServer.of(serverId)]
        .filter(({ editedAt }) => editedAt === null)
        .sort((one, other) => byText(one.doorId, other.doorId)),
    );
  }

  override lockOne(tx: Transaction, doorId: string): Promise<Door | null> {
    return this.database.step(tx, () => {
      const found = [...this.database.doors.values()].filter((door) => door.doorId === doorId);
      return found.sort((one, other) => byText(one.serverId, other.serverId))[0] ?? null;
    });
  }

  override save(tx: Transaction, doors: readonly Door[]): Promise<void> {
    return this.write(tx, doors, ({ serverId, doorId, name, direction, readers, editedAt }, known) => {
      const row = known ?? { serverId, doorId, name, ...NEVER_LISTED };
      return { ...row, direction, readers, editedAt };
    });
  }

  override list(tx: Transaction, doors: readonly ListedDoor[], listedAt: Date): Promise<void> {
    return this.write(tx, doors, ({ serverId, doorId, name, direction, readers, isOnline }, known) => {
      const row = known ?? { serverId, doorId, direction, readers, editedAt: null, ...NEVER_LISTED };
      return { ...row, name, listedAt, isOnline, onlineAt: isOnline ? listedAt : row.onlineAt };
    });
  }

  override keepClockOffsets(
    tx: Transaction,
    serverId: string,
    offsets: readonly DoorClockOffset[],
  ): Promise<ReadonlyMap<string, number | null>> {
    return this.database.step(tx, () => {
      const before = new Map<string, number | null>();
      for (const { doorId, offsetMs } of offsets) {
        const door = this.database.doors.get(pair(serverId, doorId));
        if (door === undefined) continue;
        before.set(doorId, door.clockOffsetMs);
        this.database.doors.set(pair(serverId, doorId), { ...door, clockOffsetMs: offsetMs });
      }
      return before;
    });
  }

  override watched(tx: Transaction): Promise<readonly DoorWatch[]> {
    return this.database.step(tx, () => {
      const all = [...this.database.doors.values()];
      const lastMs = (server: string): number =>
        Math.max(...all.map(({ serverId, listedAt }) => (serverId === server ? (listedAt?.getTime() ?? 0) : 0)));
      return all
        .filter(({ serverId, listedAt }) => listedAt === null || listedAt.getTime() === lastMs(serverId))
        .sort((one, other) => byText(one.serverId, other.serverId) || byText(one.doorId, other.doorId))
        .map((door) => ({
          serverId: door.serverId,
          doorId: door.doorId,
          name: door.name,
          isOnline: door.isOnline,
          onlineAt: door.onlineAt,
          isWayOut: isWayOut(door),
          clockOffsetMs: door.clockOffsetMs,
        }));
    });
  }

  override lastListedAt(tx: Transaction, serverId: string): Promise<Date | null> {
    return this.database.step(tx, () => {
      let last: Date | null = null;
      for (const { listedAt } of this.database.doorsByServer.of(serverId)) {
        if (listedAt !== null && (last === null || listedAt > last)) last = listedAt;
      }
      return last;
    });
  }

  override page(tx: Transaction, after: DoorPlace | null, limit: number): Promise<readonly Door[]> {
    return this.database.step(tx, () =>
      [...this.database.doors.values()]
        .filter((door) => after === null || byPlace(door, after) > 0)
        .sort(byPlace)
        .slice(0, limit),
    );
  }

  private write<D extends Door>(
    tx: Transaction,
    doors: readonly D[],
    after: (door: D, known: DoorRow | undefined) => DoorRow,
  ): Promise<void> {
    return this.database.step(tx, () => {
      const keys = doors.map(({ serverId, doorId }) => pair(serverId, doorId));
      eachOnce('doors_pkey', keys);
      for (const [index, door] of doors.entries()) {
        const key = keys[index] ?? '';
        this.database.doors.set(key, after(door, this.database.doors.get(key)));
      }
    });
  }
}

function byPlace(one: DoorPlace, other: DoorPlace): number {
  return byText(one.name, other.name) || byText(one.serverId, other.serverId) || byText(one.doorId, other.doorId);
}
