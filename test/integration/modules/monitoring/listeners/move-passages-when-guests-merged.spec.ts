import { publish } from '../../../../../src/contracts/events/publish.js';
import { MovePassagesWhenGuestsMerged } from '../../../../../src/modules/monitoring/listeners/move-passages-when-guests-merged.listener.js';
import { type Passage } from '../../../../../src/modules/monitoring/domain/passage.js';
import { SqlPassageRepository } from '../../../../../src/modules/monitoring/persistence/sql-passage.repository.js';
import { GuestRecords } from '../../../../../src/modules/visits/application/guest-records.js';
import { MergeGuests } from '../../../../../src/modules/visits/application/merge-guests.js';
import { type VisitView } from '../../../../../src/modules/visits/application/visit-view.js';
import { SqlGuestMerges } from '../../../../../src/modules/visits/persistence/sql-guest-merges.js';
import { TypeormGuestRepository } from '../../../../../src/modules/visits/persistence/typeorm-guest-repository.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { minute, VisitsWorld } from '../../visits/visits-world.js';

const SERVER = '0197a000-0000-7000-8000-000000000001';

describe('passages after a merge', () => {
  let database: TestDatabase;
  let world: VisitsWorld;
  let merge: MergeGuests;
  const passages = new SqlPassageRepository();
  let events = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(() => {
    world = new VisitsWorld(database);
    const { unitOfWork, random, vault } = world.platform;
    const guests = new TypeormGuestRepository();
    const records = new GuestRecords(guests, vault, random, world.clock);
    merge = new MergeGuests(unitOfWork, new SqlGuestMerges(), guests, records, vault, world.clock);
  });
  afterAll(() => database.close());

  /** Stored and told, as a page of events is. */
  async function seen({ guest }: VisitView, atMinute: number, direction: 'entry' | 'exit'): Promise<string> {
    events += 1;
    const { random, unitOfWork } = world.platform;
    const at = minute(atMinute);
    const told = { serverId: SERVER, eventId: String(events), guestId: guest.id, doorId: '1', direction } as const;
    const id = random.uuid();
    const passage: Passage = {
      ...{ ...told, id, visitId: null, readerId: null, result: 'granted', eventType: 196_893, pictureUri: null },
      ...{ occurredAt: at, recordedAt: at, receivedAt: at, source: 'poll' },
    };
    await unitOfWork.run(async (tx) => {
      await passages.add(tx, [passage]);
      const data = { ...told, passageId: id, result: 'granted', occurredAt: at.toISOString() } as const;
      publish(tx, 'monitoring.passage-recorded.v1', data);
    });
    await world.applyRecorded();
    return id;
  }

  const follow = (...merges: readonly (readonly [stays: VisitView, goes: VisitView])[]): Promise<void> =>
    world.platform.unitOfWork.run((tx) =>
      new MovePassagesWhenGuestsMerged(passages, world.clock).handle(
        tx,
        merges.map(([stays, goes]) => {
          const data = { guestId: stays.guest.id, mergedGuestId: goes.guest.id };
          return { name: 'visits.guests-merged.v1', data } as never;
        }),
      ),
    );
  const mergeInto = (goes: VisitView, stays: VisitView) =>
    merge.run(goes.guest.id, { intoGuestId: stays.guest.id, reason: 'one guest' }, null);
  const ownerOf = async (id: string): Promise<string | undefined> => {
    const rows = await database.dataSource.query<{ guest_id: string }[]>(
      'SELECT guest_id FROM passages WHERE id = $1',
      [id],
    );
    return rows[0]?.guest_id;
  };
  const timesTold = async ({ guest }: VisitView): Promise<number> => {
    const told = await database.dataSource.query<unknown[]>(
      `SELECT 1 FROM domain_events WHERE name = 'visits.guests-merged.v1' AND data->>'mergedGuestId' = $1`,
      [guest.id],
    );
    return told.length;
  };

  it('are those of the guest who stays, and one that no visit had finds the visit of the other record', async () => {
    const stays = await world.announce();
    const goes = await world.announce({ validFrom: minute(600), validTo: minute(660) });
    const entry = await seen(goes, 5, 'entry');
    expect((await world.row(stays)).status).toBe('expected');
    await mergeInto(goes, stays);
    await follow([stays, goes]);
    await world.applyRecorded();
    expect(await ownerOf(entry)).toBe(stays.guest.id);
    expect(await world.row(stays)).toMatchObject({ status: 'checked_in', checkedInAt: minute(5) });
    expect((await world.row(goes)).status).toBe('expected');
    await follow([stays, goes]);
    await world.applyRecorded();
    expect(await world.story(stays)).toEqual([
      'visit-announced',
      'guests-merged',
      'passage-attached',
      'visit-checked-in',
    ]);
    expect(await world.story(goes)).toEqual(['visit-announced', 'guests-merged']);
  });

  it('follow also when they are stored under the old record after it', async () => {
    const [stays, goes] = [await world.announce({ validTo: minute(30) }), await world.announce()];
    await seen(goes, 5, 'entry');
    await mergeInto(goes, stays);
    await follow([stays, goes]);
    const exit = await seen(goes, 20, 'exit');
    expect(await world.row(goes)).toMatchObject({ status: 'checked_out', checkedOutAt: minute(20) });
    expect((await world.row(stays)).status).toBe('expected');
    expect(await timesTold(goes)).toBe(2);
    await follow([stays, goes]);
    await world.applyRecorded();
    expect(await ownerOf(exit)).toBe(stays.guest.id);
    expect(await timesTold(goes)).toBe(2);
  });

  it('go to the last of several who were merged in turn', async () => {
    const [first, second, third] = [await world.announce(), await world.announce(), await world.announce()];
    const passage = await seen(first, 5, 'entry');
    await mergeInto(first, second);
    await mergeInto(second, third);
    await follow([second, first], [third, second]);
    expect(await ownerOf(passage)).toBe(third.guest.id);
    const exit = await seen(first, 20, 'exit');
    await follow([third, first]);
    expect(await ownerOf(exit)).toBe(third.guest.id);
    expect((await world.row(first)).status).toBe('checked_out');
  });
});
