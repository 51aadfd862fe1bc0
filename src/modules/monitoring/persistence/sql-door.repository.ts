import { In, IsNull } from 'typeorm';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Door, isWayOut, type ReaderDirection } from '../domain/door-map.js';
import { type DoorWatch } from '../domain/door-watch.js';
import { type Direction } from '../domain/passage.js';
import { columns } from './columns.js';
import { DoorEntity } from './door.entity.js';
import { type DoorClockOffset, type DoorPlace, DoorRepository, type ListedDoor } from './door.repository.js';

interface WatchRow {
  readonly server_id: string;
  readonly door_id: string;
  readonly name: string;
  readonly is_online: boolean | null;
  readonly online_at: Date | null;
  readonly clock_offset_ms: string | null;
  readonly direction: Direction | null;
  readonly readers: readonly ReaderDirection[];
}

const LOCKED = { lock: { mode: 'pessimistic_write' }, order: { doorId: 'ASC' } } as const;

export class SqlDoorRepository extends DoorRepository {
  override async lock(
    tx: Transaction,
    serverId: string,
    doorIds: readonly string[],
  ): Promise<ReadonlyMap<string, Door>> {
    const doors = await tx.manager.find(DoorEntity, { where: { serverId, doorId: In([...doorIds]) }, ...LOCKED });
    return new Map(doors.map((door) => [door.doorId, door]));
  }

  override lockUnedited(tx: Transaction, serverId: string): Promise<readonly Door[]> {
    return tx.manager.find(DoorEntity, { where: { serverId, editedAt: IsNull() }, ...LOCKED });
  }

  override async lockOne(tx: Transaction, doorId: string): Promise<Door | null> {
    const [door] = await tx.manager.find(DoorEntity, {
      where: { doorId },
      // Ids of servers sort by when they were made: a plain door id is the first server's.
      order: { serverId: 'ASC' },
      take: 1,
      lock: { mode: 'pessimistic_write' },
    });
    return door ?? null;
  }

  override async save(tx: Transaction, doors: readonly Door[]): Promise<void> {
    await tx.query(
      `INSERT INTO doors (server_id, door_id, name, direction, readers, edited_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])
       ON CONFLICT (server_id, door_id) DO UPDATE SET
         direction = excluded.direction, readers = excluded.readers, edited_at = excluded.edited_at`,
      columns(doors.map(asRow), ['serverId', 'doorId', 'name', 'direction', 'readers', 'editedAt']),
    );
  }

  override async list(tx: Transaction, doors: readonly ListedDoor[], listedAt: Date): Promise<void> {
    const rows = doors.map(({ isOnline, ...door }) => ({
      ...asRow(door),
      isOnline,
      listedAt,
      onlineAt: isOnline ? listedAt : null,
    }));
    await tx.query(
      `INSERT INTO doors AS known (server_id, door_id, name, direction, readers, listed_at, is_online, online_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[],
                            $7::boolean[], $8::timestamptz[])
       ON CONFLICT (server_id, door_id) DO UPDATE SET
         name = excluded.name, listed_at = excluded.listed_at, is_online = excluded.is_online,
         online_at = coalesce(excluded.online_at, known.online_at)`,
      columns(rows, ['serverId', 'doorId', 'name', 'direction', 'readers', 'listedAt', 'isOnline', 'onlineAt']),
    );
  }

  override async keepClockOffsets(
    tx: Transaction,
    serverId: string,
    offsets: readonly DoorClockOffset[],
    measuredAt: Date,
  ): Promise<ReadonlyMap<string, number | null>> {
    const rows = await tx.query<{ door_id: string; before_ms: string | null }>(
      `UPDATE doors SET clock_offset_ms = measured.offset_ms, clock_measured_at = $4
       FROM unnest($2::text[], $3::bigint[]) AS measured (door_id, offset_ms)
       JOIN doors AS before ON before.server_id = $1 AND before.door_id = measured.door_id
       WHERE doors.server_id = $1 AND doors.door_id = measured.door_id
       RETURNING doors.door_id, before.clock_offset_ms AS before_ms`,
      [serverId, ...columns(offsets, ['doorId', 'offsetMs']), measuredAt],
    );
    return new Map(rows.map(({ door_id, before_ms }) => [door_id, before_ms === null ? null : Number(before_ms)]));
  }

  override async watched(tx: Transaction): Promise<readonly DoorWatch[]> {
    const rows = await tx.query<WatchRow>(
      `SELECT server_id, door_id, name, is_online, online_at, clock_offset_ms, direction, readers FROM doors
       WHERE listed_at IS NULL
          OR listed_at = (SELECT max(listed_at) FROM doors AS last WHERE last.server_id = doors.server_id)
       ORDER BY server_id, door_id`,
    );
    return rows.map((row) => ({
      serverId: row.server_id,
      doorId: row.door_id,
      name: row.name,
      isOnline: row.is_online,
      onlineAt: row.online_at,
      isWayOut: isWayOut(row),
      clockOffsetMs: row.clock_offset_ms === null ? null : Number(row.clock_offset_ms),
    }));
  }

  override async lastListedAt(tx: Transaction, serverId: string): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }>('SELECT max(listed_at) AS at FROM doors WHERE server_id = $1', [
      serverId,
    ]);
    return row?.at ?? null;
  }

  override page(tx: Transaction, after: DoorPlace | null, limit: number): Promise<readonly Door[]> {
    const query = tx.manager
      .createQueryBuilder(DoorEntity, 'door')
      .orderBy('door.name')
      .addOrderBy('door.serverId')
      .addOrderBy('door.doorId')
      .limit(limit);
    if (after !== null) {
      query.where('(door.name, door.serverId, door.doorId) > (:name, :serverId, :doorId)', { ...after });
    }
    return query.getMany();
  }
}

function asRow(door: Door): Omit<Door, 'readers'> & { readonly readers: string } {
  return { ...door, readers: JSON.stringify(door.readers) };
}
