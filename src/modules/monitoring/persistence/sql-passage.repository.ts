import { In, IsNull, MoreThanOrEqual, type SelectQueryBuilder } from 'typeorm';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type ForeignPassage, type Passage } from '../domain/passage.js';
import { columns } from './columns.js';
import { DoorEntity } from './door.entity.js';
import { PassageEntity } from './passage.entity.js';
import {
  type Attachment,
  type GuestMerge,
  type PassageAtDoor,
  type PassageFilter,
  type PassagePlace,
  PassageRepository,
} from './passage.repository.js';

const CONDITIONS = {
  visitId: 'passage.visitId = :visitId',
  doorId: 'passage.doorId = :doorId',
  direction: 'passage.direction = :direction',
  result: 'passage.result = :result',
  from: 'passage.occurredAt >= :from',
  to: 'passage.occurredAt < :to',
} as const satisfies Record<keyof PassageFilter, string>;
const FILTER_NAMES = Object.keys(CONDITIONS) as (keyof PassageFilter)[];

export class SqlPassageRepository extends PassageRepository {
  override async add(tx: Transaction, passages: readonly Passage[]): Promise<ReadonlySet<string>> {
    if (passages.length === 0) return new Set();
    const stored = await tx.query<{ id: string }>(
      `INSERT INTO passages (id, server_id, event_id, guest_id, visit_id, door_id, reader_id, direction, result,
                             event_type, occurred_at, recorded_at, received_at, picture_uri, source)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                            $8::text[], $9::text[], $10::integer[], $11::timestamptz[], $12::timestamptz[],
                            $13::timestamptz[], $14::text[], $15::text[])
       ON CONFLICT (server_id, event_id) DO NOTHING
       RETURNING id`,
      columns(passages, [
        'id',
        'serverId',
        'eventId',
        'guestId',
        'visitId',
        'doorId',
        'readerId',
        'direction',
        'result',
        'eventType',
        'occurredAt',
        'recordedAt',
        'receivedAt',
        'pictureUri',
        'source',
      ]),
    );
    return new Set(stored.map(({ id }) => id));
  }

  override async storedEventIds(
    tx: Transaction,
    serverId: string,
    eventIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ event_id: string }>(
      'SELECT event_id FROM passages WHERE server_id = $1 AND event_id = ANY ($2::text[])',
      [serverId, eventIds],
    );
    return new Set(rows.map(({ event_id }) => event_id));
  }

  override async addForeign(tx: Transaction, passages: readonly ForeignPassage[]): Promise<number> {
    if (passages.length === 0) return 0;
    const stored = await tx.query(
      `INSERT INTO foreign_passages (server_id, event_key, door_id, event_type, occurred_at, received_at)
       SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::integer[], $5::timestamptz[], $6::timestamptz[])
       ON CONFLICT (server_id, event_key) DO NOTHING
       RETURNING 1`,
      columns(passages, ['serverId', 'eventKey', 'doorId', 'eventType', 'occurredAt', 'receivedAt']),
    );
    return stored.length;
  }

  override async attach(tx: Transaction, attachments: readonly Attachment[]): Promise<void> {
    await tx.query(
      `UPDATE passages SET visit_id = attached.visit_id
       FROM unnest($1::uuid[], $2::uuid[]) AS attached (passage_id, visit_id)
       WHERE passages.id = attached.passage_id AND passages.visit_id IS DISTINCT FROM attached.visit_id`,
      columns(attachments, ['passageId', 'visitId']),
    );
  }

  override async moveToGuests(tx: Transaction, merges: readonly GuestMerge[]): Promise<void> {
    await tx.query(
      `UPDATE passages SET guest_id = merged.guest_id
       FROM unnest($1::uuid[], $2::uuid[]) AS merged (guest_id, merged_guest_id)
       WHERE passages.guest_id = merged.merged_guest_id`,
      columns(merges, ['guestId', 'mergedGuestId']),
    );
  }

  override unattachedOf(tx: Transaction, guestIds: readonly string[], since: Date): Promise<readonly Passage[]> {
    return tx.manager.find(PassageEntity, {
      where: { guestId: In([...guestIds]), visitId: IsNull(), occurredAt: MoreThanOrEqual(since) },
      order: { occurredAt: 'ASC', eventId: 'ASC' },
    });
  }

  override async page(
    tx: Transaction,
    filter: PassageFilter,
    after: PassagePlace | null,
    limit: number,
  ): Promise<readonly PassageAtDoor[]> {
    const query = withDoor(tx).orderBy('passage.occurredAt', 'DESC').addOrderBy('passage.id', 'DESC').limit(limit);
    for (const name of FILTER_NAMES) {
      if (filter[name] !== undefined) query.andWhere(CONDITIONS[name], { [name]: filter[name] });
    }
    if (after !== null) {
      query.andWhere('(passage.occurredAt, passage.id) < (:afterAt, :afterId)', {
        afterAt: after.occurredAt,
        afterId: after.id,
      });
    }
    return (await query.getMany()).map(atDoor);
  }

  override async lastGrantedOfVisits(
    tx: Transaction,
    visitIds: readonly string[],
  ): Promise<ReadonlyMap<string, PassageAtDoor>> {
    const passages = await withDoor(tx)
      .where(
        `passage.id IN (
           SELECT last.id FROM unnest(:visitIds::uuid[]) AS visit (id)
           CROSS JOIN LATERAL (
             SELECT id FROM passages WHERE visit_id = visit.id AND result = 'granted'
             ORDER BY occurred_at DESC, id DESC LIMIT 1
           ) AS last)`,
        { visitIds: [...visitIds] },
      )
      .getMany();
    return new Map(passages.flatMap((passage) => (passage.visitId ? [[passage.visitId, atDoor(passage)]] : [])));
  }

  override async forget(tx: Transaction, receivedBefore: Date, atMost: number): Promise<number> {
    const forgotten = await tx.query(
      `DELETE FROM passages WHERE id = ANY (ARRAY(
         SELECT id FROM passages WHERE received_at < $1 ORDER BY received_at, id LIMIT $2))
       RETURNING 1`,
      [receivedBefore, atMost],
    );
    return forgotten.length;
  }

  override async forgetForeign(tx: Transaction, receivedBefore: Date, atMost: number): Promise<number> {
    const forgotten = await tx.query(
      `DELETE FROM foreign_passages WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM foreign_passages WHERE received_at < $1 ORDER BY received_at LIMIT $2))
       RETURNING 1`,
      [receivedBefore, atMost],
    );
    return forgotten.length;
  }
}

/** The door's name is the one it has now. */
export function withDoor(tx: Transaction): SelectQueryBuilder<PassageEntity> {
  return tx.manager
    .createQueryBuilder(PassageEntity, 'passage')
    .leftJoinAndMapOne(
      'passage.door',
      DoorEntity,
      'door',
      'door.serverId = passage.serverId AND door.doorId = passage.doorId',
    );
}

export function atDoor(passage: PassageEntity): PassageAtDoor {
  return Object.assign(passage, { doorName: passage.door?.name ?? '' });
}
