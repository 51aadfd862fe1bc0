import {
  GuestDirectory,
  type KnownGuest,
  type OnSiteVisit,
} from '../../../../../src/contracts/ports/guest-directory.js';
import { ForgetForeignPassages } from '../../../../../src/modules/monitoring/application/forget-foreign-passages.js';
import { ListOnSite } from '../../../../../src/modules/monitoring/application/list-on-site.js';
import { ListPassages } from '../../../../../src/modules/monitoring/application/list-passages.js';
import { TellPassageReading } from '../../../../../src/modules/monitoring/application/tell-passage-reading.js';
import { type Passage } from '../../../../../src/modules/monitoring/domain/passage.js';
import { ForgetPassages } from '../../../../../src/modules/monitoring/jobs/forget-passages.js';
import { KeepVisitWhenPassageAttached } from '../../../../../src/modules/monitoring/listeners/keep-visit-when-passage-attached.listener.js';
import { AccessDouble } from '../../../../e2e/visits/access-double.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';
import { someSettings } from '../../../../support/settings.js';
import { waitFor } from '../../../../support/wait-for.js';
import { GUEST_ID, monitoringParts, SERVER_ID } from '../support/monitoring-parts.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

class OneGuest extends GuestDirectory {
  inside: OnSiteVisit[] = [];

  override guestsById(): Promise<ReadonlyMap<string, KnownGuest>> {
    return Promise.resolve(new Map([[GUEST_ID, { guestId: GUEST_ID, fullName: 'Asa Ost' }]]));
  }

  override onSite(): Promise<readonly OnSiteVisit[]> {
    return Promise.resolve(this.inside);
  }
}

/** Knows the doors that a test gives a visit. */
class SomeDoors extends AccessDouble {
  readonly doors = new Map<string, readonly string[]>();

  override async ofVisits(...given: Parameters<AccessDouble['ofVisits']>): ReturnType<AccessDouble['ofVisits']> {
    const doorsOf = (visitId: string) =>
      (this.doors.get(visitId) ?? []).map((doorId) => {
        return { doorId, name: doorId, status: 'applied', at: null, reason: null } as const;
      });
    const views = await super.ofVisits(...given);
    return new Map([...views].map(([id, view]) => [id, { ...view, serverId: SERVER_ID, doors: doorsOf(id) }]));
  }
}

describe('what was seen at the doors', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let parts: ReturnType<typeof monitoringParts>;
  let guests: OneGuest;
  let access: SomeDoors;

  beforeEach(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database);
    parts = monitoringParts(platform);
    guests = new OneGuest();
    access = new SomeDoors();
  });

  afterEach(() => database.close());

  const ago = (ms: number): Date => new Date(platform.clock.now().getTime() - ms);

  async function store(...drafts: Partial<Passage>[]): Promise<string[]> {
    const passages = drafts.map((draft): Passage => {
      const id = platform.random.uuid();
      const at = draft.occurredAt ?? ago(MINUTE);
      return {
        id,
        serverId: SERVER_ID,
        eventId: id,
        guestId: GUEST_ID,
        visitId: null,
        doorId: '1',
        readerId: '1',
        direction: 'entry',
        result: 'granted',
        eventType: 196_893,
        occurredAt: at,
        recordedAt: at,
        receivedAt: at,
        pictureUri: null,
        source: 'poll',
        ...draft,
      };
    });
    await platform.unitOfWork.run((tx) => parts.passages.add(tx, passages));
    return passages.map(({ id }) => id);
  }

  const completeTo = (at: Date): Promise<void> =>
    platform.unitOfWork.run((tx) =>
      parts.positions.move(tx, SERVER_ID, 0, { resumeFrom: at, completeTo: at }, platform.clock.now()),
    );

  const watermark = () => parts.watermarkOf(SERVER_ID);

  describe('as a list', () => {
    const list = (...given: Parameters<ListPassages['run']>) =>
      new ListPassages(platform.unitOfWork, parts.passages, guests).run(...given);

    it('is filtered by everything the contract names', async () => {
      const visitId = platform.random.uuid();
      const drafts: Partial<Passage>[] = [
        { visitId, occurredAt: ago(1 * MINUTE) },
        { doorId: '2', occurredAt: ago(2 * MINUTE) },
        { direction: 'exit', occurredAt: ago(3 * MINUTE) },
        { result: 'denied', direction: null, occurredAt: ago(4 * MINUTE) },
      ];
      const ids = await store(...drafts);
      const found = async (filter: Parameters<ListPassages['run']>[0]) =>
        (await list(filter, null, 50)).map(({ id }) => ids.indexOf(id));
      expect(await found({})).toEqual([0, 1, 2, 3]);
      expect(await found({ visitId })).toEqual([0]);
      expect(await found({ doorId: '2' })).toEqual([1]);
      expect(await found({ direction: 'exit' })).toEqual([2]);
      expect(await found({ result: 'denied' })).toEqual([3]);
      expect(await found({ from: ago(3 * MINUTE), to: ago(1 * MINUTE) })).toEqual([1, 2]);
    });

    it('goes on after the last one shown, also among passages of one instant', async () => {
      const at = ago(MINUTE);
      await store({ occurredAt: at }, { occurredAt: at }, { occurredAt: at }, { occurredAt: ago(2 * MINUTE) });
      const whole = await list({}, null, 50);
      const paged: string[] = [];
      let after: { occurredAt: Date; id: string } | null = null;
      for (let page = await list({}, after, 2); page.length > 0; page = await list({}, after, 2)) {
        paged.push(...page.map(({ id }) => id));
        after = page.at(-1)!;
      }
      expect(paged).toEqual(whole.map(({ id }) => id));
      expect(paged).toHaveLength(4);
    });

    it('names guest and door', async () => {
      await platform.unitOfWork.run((tx) =>
        parts.doors.save(tx, [
          { serverId: SERVER_ID, doorId: '1', name: 'Main entrance', direction: null, readers: [], editedAt: null },
        ]),
      );
      await store({}, { doorId: 'gone', occurredAt: ago(2 * MINUTE), guestId: platform.random.uuid() });
      const shown = await list({}, null, 50);
      expect(shown.map(({ doorName, guest }) => [doorName, guest?.fullName ?? null])).toEqual([
        ['Main entrance', 'Asa Ost'],
        ['', null],
      ]);
    });
  });

  describe('as the muster list', () => {
    const onSite = () =>
      new ListOnSite(platform.unitOfWork, guests, access, parts.passages, watermark(), platform.clock).run();
    const inside = (visitId: string, isUnconfirmed = false): OnSiteVisit => ({
      visitId,
      guestId: GUEST_ID,
      fullName: 'Asa Ost',
      company: null,
      hostName: 'B. Lind',
      checkedInAt: ago(5 * MINUTE),
      validTo: ago(-60 * MINUTE),
      isUnconfirmed,
    });

    it('says where everybody was let through last, and of whom it is sure', async () => {
      const [seen, byHand, unconfirmed, unclear] = [1, 2, 3, 4].map(() => platform.random.uuid()) as [
        string,
        string,
        string,
        string,
      ];
      guests.inside = [inside(seen), inside(byHand), inside(unconfirmed, true), inside(unclear)];
      await store(
        { visitId: seen, doorId: '1', occurredAt: ago(4 * MINUTE) },
        { visitId: seen, doorId: '3', occurredAt: ago(2 * MINUTE) },
        { visitId: seen, doorId: '2', result: 'denied', direction: 'exit', occurredAt: ago(MINUTE) },
        { visitId: unconfirmed },
        { visitId: unclear, direction: null },
      );
      await completeTo(ago(MINUTE));
      const muster = await onSite();
      const shown = muster.visits.map(({ lastPassage, isSure }) => [lastPassage?.doorId ?? null, isSure]);
      expect(shown).toEqual([
        ['3', true],
        [null, true],
        ['1', false],
        ['1', false],
      ]);
      expect(muster.completeTo).toEqual(ago(MINUTE));
    });

    it('is sure of nobody who may have left by an exit that is offline', async () => {
      const [mayLeave, elsewhere, anywhere] = [1, 2, 3].map(() => platform.random.uuid()) as [string, string, string];
      guests.inside = [inside(mayLeave), inside(elsewhere), inside(anywhere)];
      access.doors.set(mayLeave, ['1', 'exit']).set(elsewhere, ['1']);
      await completeTo(ago(MINUTE));
      const listDoors = (isOnline: boolean, at: Date) =>
        platform.unitOfWork.run((tx) => {
          const door = { serverId: SERVER_ID, readers: [], editedAt: null };
          const exit = { ...door, doorId: 'exit', name: 'Exit', direction: 'exit', isOnline } as const;
          const entrance = { ...door, doorId: '1', name: 'Gate', direction: 'entry', isOnline } as const;
          return parts.doors.list(tx, [entrance, exit], at);
        });
      await listDoors(true, ago(20 * MINUTE));
      await listDoors(false, ago(MINUTE));
      const muster = await onSite();
      expect(muster.visits.map(({ isSure }) => isSure)).toEqual([false, true, false]);
      expect(muster).toMatchObject({
        isCurrent: false,
        completeTo: ago(20 * MINUTE),
        blindExits: [{ doorId: 'exit' }],
      });
      await listDoors(true, ago(0));
      expect((await onSite()).visits.map(({ isSure }) => isSure)).toEqual([true, true, true]);
    });

    it('is sure of nobody while passages are not known up to now', async () => {
      const visitId = platform.random.uuid();
      guests.inside = [inside(visitId)];
      await store({ visitId });
      await completeTo(ago(10 * MINUTE));
      expect((await onSite()).visits.map(({ isSure }) => isSure)).toEqual([false]);
    });
  });

  it('is complete up to where every server was read', async () => {
    const nothing = { completeTo: null, allTypesCompleteTo: null, doors: [] };
    expect(await watermark().run()).toEqual({ completeTo: null, servers: [{ serverId: SERVER_ID, ...nothing }] });
    await completeTo(ago(MINUTE));
    expect(await watermark().run()).toMatchObject({ completeTo: ago(MINUTE) });
  });

  it('belongs to the visit that was found for it, the last word of several', async () => {
    const [passageId, other] = await store({}, {});
    const [first, last] = [platform.random.uuid(), platform.random.uuid()];
    const attached = (visitId: string) => ({ name: 'visits.passage-attached.v1', data: { passageId, visitId } });
    const detached = (visitId: string, toVisitId: string | null) => {
      return { name: 'visits.passage-detached.v1', data: { passageId, visitId, toVisitId } };
    };
    const listener = new KeepVisitWhenPassageAttached(parts.passages);
    const told = async (...events: readonly object[]) => {
      await platform.unitOfWork.run((tx) => listener.consume(tx, events as never));
      const rows = await platform.unitOfWork.read((tx) =>
        tx.query<{ id: string; visit_id: string | null }>('SELECT id, visit_id FROM passages'),
      );
      return new Map(rows.map(({ id, visit_id }) => [id, visit_id]));
    };
    const visitsOf = (visitId: string | null) =>
      new Map([
        [passageId, visitId],
        [other, null],
      ]);
    expect(await told(attached(first))).toEqual(visitsOf(first));
    expect(await told(detached(first, last), attached(last))).toEqual(visitsOf(last));
    expect(await told(detached(last, null))).toEqual(visitsOf(null));
  });

  it('is forgotten after the days that are set when it was about others', async () => {
    const foreign = (receivedAt: Date) => ({
      eventKey: platform.random.bytes(32),
      serverId: SERVER_ID,
      doorId: '1',
      eventType: 196_893,
      occurredAt: receivedAt,
      receivedAt,
    });
    await platform.unitOfWork.run((tx) =>
      parts.passages.addForeign(tx, [foreign(ago(6 * DAY)), foreign(ago(5 * DAY + 1)), foreign(ago(4 * DAY))]),
    );
    const settings = someSettings({ foreignPassageRetentionMs: 5 * DAY });
    const forget = new ForgetForeignPassages(platform.unitOfWork, parts.passages, settings, platform.clock);
    expect(await forget.run()).toBe(2);
  });

  it('is kept of our guests as long as the site says, whatever a door took for the time', async () => {
    const old = { receivedAt: ago(400 * DAY) };
    await store(old, { ...old, occurredAt: ago(0) }, { occurredAt: ago(900 * DAY), receivedAt: ago(0) });
    const settings = someSettings({ passageRetentionMs: 365 * DAY });
    const { unitOfWork, clock } = platform;
    const sweep = new ForgetPassages(parts.passages, settings, unitOfWork, clock, parts.logger);
    sweep.onApplicationBootstrap();
    const left = () => unitOfWork.read((tx) => tx.query('SELECT received_at FROM passages'));
    await waitFor(async () => (await left()).length === 1, 'that two are forgotten');
    expect(await left()).toEqual([{ received_at: ago(0) }]);
    await sweep.onApplicationShutdown();
  });

  it('is partly late while types of events are read in turn, and in time again once they are read together', async () => {
    const reading = new TellPassageReading(parts.positions);
    const isLate = (serverId: string | null) => platform.unitOfWork.read((tx) => reading.isPartlyLate(tx, serverId));
    const move = (eventType: number, at: Date): Promise<void> =>
      platform.unitOfWork.run((tx) =>
        parts.positions.move(tx, SERVER_ID, eventType, { resumeFrom: at, completeTo: at }, platform.clock.now()),
      );
    expect([await isLate(SERVER_ID), await isLate(null)]).toEqual([false, false]);
    await move(0, ago(9 * MINUTE));
    expect(await isLate(SERVER_ID)).toBe(false);
    for (const eventType of [196_893, 197_151]) await move(eventType, ago(5 * MINUTE));
    expect([await isLate(SERVER_ID), await isLate(null), await isLate(GUEST_ID)]).toEqual([true, true, false]);
    await move(0, ago(MINUTE));
    expect(await isLate(null)).toBe(false);
  });
});
