import fc from 'fast-check';
import { type SeenPassage } from '../../../../../../src/modules/monitoring/incidents/domain/incident.js';
import { EXIT_POLICIES } from '../../../../../../src/modules/visits/domain/visit-facts.js';
import { IncidentWorld, type WorldVisit } from '../support/incident-world.js';

const MINUTE = 60_000;
/** A Friday, so that days without working hours come too. */
const START = Date.parse('2026-06-12T06:00:00Z');
const MINUTES = 3 * 24 * 60;
const NOW = new Date(START + MINUTES * MINUTE);
const GUESTS = ['guest-a', 'guest-b'];

const passage = fc.record({
  guestId: fc.constantFrom(...GUESTS),
  // Close together, and far apart.
  atMinute: fc.tuple(fc.nat(5), fc.nat(30)).map(([far, near]) => (far * MINUTES) / 6 + near),
  direction: fc.constantFrom('entry' as const, 'exit' as const, null),
  result: fc.constantFrom('granted' as const, 'granted' as const, 'denied' as const, 'face_mismatch' as const),
  doorId: fc.constantFrom('1', '2'),
  // Whoever is refused tries again.
  tries: fc.integer({ min: 1, max: 4 }),
  everyMinutes: fc.integer({ min: 0, max: 8 }),
});
const passages = fc.array(passage, { minLength: 1, maxLength: 14 }).map((all) =>
  all
    .flatMap(({ tries, everyMinutes, atMinute, ...one }) =>
      Array.from({ length: one.result === 'granted' ? 1 : tries }, (_, index) => ({
        ...one,
        occurredAt: new Date(START + (atMinute + index * everyMinutes) * MINUTE),
      })),
    )
    .map((one, index): SeenPassage => {
      const eventId = `e${String(index).padStart(2, '0')}`;
      return { ...one, passageId: `p-${eventId}`, serverId: 's', eventId };
    }),
);
const visits = fc
  .array(fc.record({ from: fc.nat(MINUTES), hours: fc.integer({ min: 1, max: 60 }), policy: fc.nat(2) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) =>
    all.map(({ from, hours, policy }, index): WorldVisit => {
      const validFrom = new Date(START + from * MINUTE);
      const validTo = new Date(validFrom.getTime() + hours * 60 * MINUTE);
      const exitPolicy = EXIT_POLICIES[policy] ?? 'first_exit';
      return { visitId: `v${index}`, guestId: GUESTS[index % 2]!, validFrom, validTo, exitPolicy };
    }),
  );

describe('incidents', () => {
  it('are the same whatever the order, repetition and split of the passages', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(visits, passages, fc.infiniteStream(fc.nat()), async (some, all, choices) => {
        const atOnce = new IncidentWorld(some, NOW);
        await atOnce.arrive(all);
        const choose = (): number => choices.next().value as number;
        const shuffled = [...all, ...all.filter(() => choose() % 3 === 0)]
          .map((one) => ({ one, key: choose() }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const arriving = new IncidentWorld(some, NOW);
        while (shuffled.length > 0) await arriving.arrive(shuffled.splice(0, 1 + (choose() % 4)));
        expect(arriving.standing()).toEqual(atOnce.standing());
        for (const standing of atOnce.standing()) seen.add(standing.split(' ')[0]!);
      }),
      { numRuns: 200 },
    );
    // Else the property says nothing of a kind.
    expect([...seen].sort()).toEqual([
      'entry_after_revocation',
      'exit_without_entry',
      'face_failures',
      'long_stay',
      'outside_working_hours',
      'repeated_failure',
      'stuck_at_exit',
    ]);
  });

  it('stay as they are when nothing came and somebody looks again', async () => {
    await fc.assert(
      fc.asyncProperty(visits, passages, async (some, all) => {
        const world = new IncidentWorld(some, NOW);
        await world.arrive(all);
        const before = world.standing();
        for (const one of all) await world.look([one]);
        expect(world.standing()).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
