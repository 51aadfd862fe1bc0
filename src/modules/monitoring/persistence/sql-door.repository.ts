import { In, IsNull } from 'typeorm';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Door } from '../domain/door-map.js';
import { columns } from './columns.js';
import { DoorEntity } from './door.entity.js';
import { type DoorPlace, DoorRepository } from './door.repository.js';

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

  override async list(tx: Transaction, doors: readonly Door[], listedAt: Date): Promise<void> {
    const rows = doors.map((door) => ({ ...asRow(door), listedAt }));
    await tx.query(
      `INSERT INTO doors (server_id, door_id, name, direction, readers, listed_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])
       ON CONFLICT (server_id, door_id) DO UPDATE SET name = excluded.name, listed_at = excluded.listed_at`,
      columns(rows, ['serverId', 'doorId', 'name', 'direction', 'readers', 'listedAt']),
    );
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
