import fc from 'fast-check';
import {
  type DesiredAccess,
  type DesiredPerson,
  NOTHING_DESIRED,
} from '../../../../../src/modules/access-control/domain/desired-access.js';
import { NO_FACTS } from '../../../../../src/modules/access-control/domain/facts.js';
import { planNext } from '../../../../../src/modules/access-control/domain/plan.js';
import { type Step } from '../../../../../src/modules/access-control/domain/step.js';
import { PerfectHikCentral } from '../perfect-hikcentral.js';

const NOW_MS = Date.parse('2026-06-10T08:00:00Z');
const HOUR_MS = 3_600_000;
const PLAN = { hasOwnApplication: true, shouldLearnDoors: false, changesLevelsByCode: true };

const wanted = fc
  .record({
    beginsInHours: fc.integer({ min: -3, max: 5 }),
    lastsHours: fc.integer({ min: 4, max: 9 }),
    levelIds: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1, maxLength: 3 }),
    profileHash: fc.constantFrom('ann', 'anna'),
    faceSha256: fc.constantFrom('face-a', 'face-b'),
  })
  .map(({ beginsInHours, lastsHours, levelIds, profileHash, faceSha256 }): DesiredAccess => ({
    ...NOTHING_DESIRED,
    visitIds: ['visit'],
    person: {
      profileHash,
      faceSha256,
      beginsAtMs: NOW_MS + beginsInHours * HOUR_MS,
      endsAtMs: NOW_MS + (beginsInHours + lastsHours) * HOUR_MS,
    },
    levelIds: [...levelIds].sort(),
  }));
const PHOTO_GONE: DesiredAccess = {
  ...NOTHING_DESIRED,
  visitIds: ['visit'],
  blocker: 'NO_PHOTO',
  isPersonToGo: true,
};
const desire = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(NOTHING_DESIRED, PHOTO_GONE) },
  { weight: 3, arbitrary: wanted },
);

/** The fewest calls from one settled state to another, counted from the two states alone. */
function fewestCalls(from: DesiredAccess, to: DesiredAccess, known: DesiredPerson | null): number {
  const takes = from.levelIds.filter((level) => !to.levelIds.includes(level)).length;
  const gives = to.levelIds.filter((level) => !from.levelIds.includes(level)).length;
  const removes = to.isPersonToGo && known !== null ? REMOVE + LOOK_UP : 0;
  if (to.person === null) return removes + (takes === 0 ? 0 : takes + APPLY + takes + CONFIRM);
  if (known === null) return ADD + gives + APPLY + gives + CONFIRM;

  const isHeld = from.levelIds.length > 0;
  const { beginsAtMs, endsAtMs, profileHash, faceSha256 } = to.person;
  const shrinks = isHeld && (endsAtMs < known.endsAtMs || beginsAtMs > known.beginsAtMs);
  const isMoved = endsAtMs !== known.endsAtMs || beginsAtMs !== known.beginsAtMs;
  const updates = isMoved || profileHash !== known.profileHash ? 1 : 0;
  const faces = faceSha256 === known.faceSha256 ? 0 : 1;
  const limitApplies = takes > 0 || shrinks ? APPLY : 0;
  const isChangedAtDoors = isHeld && ((updates > 0 && !shrinks) || faces > 0);
  const giveApplies = gives > 0 || isChangedAtDoors ? APPLY : 0;
  const confirms = limitApplies + giveApplies > 0 ? CONFIRM : 0;
  // A changed validity is read back once; each level once.
  return 2 * updates + faces + 2 * takes + 2 * gives + limitApplies + giveApplies + confirms;
}

const ADD = 1;
const APPLY = 1;
const CONFIRM = 1;
const REMOVE = 1;
const LOOK_UP = 1;

describe('plan', () => {
  it('reaches the goal from any state, and is then quiet', () => {
    fc.assert(
      fc.property(fc.array(desire, { minLength: 1, maxLength: 5 }), (desires) => {
        const world = new PerfectHikCentral(NOW_MS);
        let facts = NO_FACTS;
        for (const desired of desires) {
          facts = world.settle(desired, facts);
          expect([...world.members].sort()).toEqual(desired.levelIds);
          expect(world.atDoors?.levels ?? []).toEqual(desired.levelIds);
          if (desired.isPersonToGo) expect(world.person).toBeNull();
          if (desired.person !== null) {
            expect(world.person).toEqual(desired.person);
            expect(world.atDoors?.endsAtMs).toBe(desired.person.endsAtMs);
          }
          expect(planNext(desired, facts, world.nowMs + 100 * HOUR_MS, PLAN)).toBeNull();
        }
      }),
    );
  });

  it('never gives while something is to be taken or the end of validity is wrong, and limits first', () => {
    fc.assert(
      fc.property(desire, desire, (before, after) => {
        const world = new PerfectHikCentral(NOW_MS);
        const facts = world.settle(before, NO_FACTS);
        world.settle(after, facts, (step) => {
          const isSurplus = [...world.members].some((level) => !after.levelIds.includes(level));
          if (step.kind === 'give-level') {
            expect(isSurplus).toBe(false);
            expect(world.person?.endsAtMs).toBe(after.person?.endsAtMs);
          }
          if (step.kind === 'update-person' && world.members.size > 0 && isSurplus) {
            expect(world.person!.endsAtMs).toBeGreaterThanOrEqual(after.person!.endsAtMs);
          }
        });
      }),
    );
  });

  it.each([
    ['by code', true, ['give-level', 'take-level']],
    ['by id alone', false, []],
  ])('does nothing under an id that no reading showed, where levels are given %s', (_how, isByCode, byCode) => {
    const free = ['add-person', 'look-up-person', 'read-members', 'read-application', ...byCode];
    const stage = fc.tuple(desire, fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 5 }), desire, fc.boolean(), (stages, last, doShow) => {
        const world = new PerfectHikCentral(NOW_MS, doShow, isByCode);
        const check = ({ kind }: Step): void => {
          if (!free.includes(kind)) expect([kind, world.hasShownId]).toEqual([kind, true]);
        };
        const facts = stages.reduce((so, [desired, most]) => world.follow(desired, so, most, check), NO_FACTS);
        world.settle(last, facts, check);
        expect([...world.members].sort()).toEqual(last.levelIds);
        expect(world.atDoors?.levels ?? []).toEqual(last.levelIds);
      }),
      { numRuns: 300 },
    );
  });

  it('deletes a person only when no level and no door holds it, and nobody whose photo came back', () => {
    fc.assert(
      fc.property(desire, fc.integer({ min: 0, max: 12 }), desire, (before, callsMade, after) => {
        const world = new PerfectHikCentral(NOW_MS);
        let facts = world.settle(before, NO_FACTS);
        facts = world.follow(PHOTO_GONE, facts, callsMade, (step) => {
          if (step.kind === 'remove-person') expect([world.members.size, world.atDoors]).toEqual([0, null]);
        });
        world.settle(after, facts, (step) => {
          if (after.person !== null) expect(step.kind).not.toBe('remove-person');
        });
        if (after.person !== null) expect(world.person).toEqual(after.person);
      }),
    );
  });

  it.each([
    ['lands after all', true],
    ['never landed', false],
  ])('looks before anything else when the answer to a deletion was lost and it %s', (_name, isDeleted) => {
    const person = { profileHash: 'ann', faceSha256: 'face', beginsAtMs: NOW_MS, endsAtMs: NOW_MS + HOUR_MS };
    const wantedAgain: DesiredAccess = { ...NOTHING_DESIRED, visitIds: ['visit'], person, levelIds: ['1'] };
    const world = new PerfectHikCentral(NOW_MS);
    const facts = world.loseDeletion(world.settle(wantedAgain, NO_FACTS), PHOTO_GONE, isDeleted);
    const steps: string[] = [];
    world.settle(wantedAgain, facts, ({ kind }) => {
      steps.push(kind);
      expect(world.nowMs).toBeGreaterThanOrEqual(facts.person.remove!.deadlineAtMs);
    });
    expect(steps[0]).toBe('look-up-person');
    expect(steps.includes('add-person')).toBe(isDeleted);
    expect(steps).not.toContain('remove-person');
  });

  it('gives nothing while a taking call rests after a refusal', () => {
    const person = { profileHash: 'ann', faceSha256: 'face', beginsAtMs: NOW_MS, endsAtMs: NOW_MS + HOUR_MS };
    const before: DesiredAccess = { ...NOTHING_DESIRED, visitIds: ['visit'], person, levelIds: ['1'] };
    const facts = new PerfectHikCentral(NOW_MS).settle(before, NO_FACTS);
    const notBeforeMs = NOW_MS + HOUR_MS / 2;
    const takingTrouble = { code: 'CAPACITY', atMs: NOW_MS, attempts: 1, notBeforeMs, isFinal: false };
    const next = planNext({ ...before, levelIds: ['2'] }, { ...facts, takingTrouble }, NOW_MS + 60_000, PLAN);
    expect(next).toEqual({ step: { kind: 'take-level', levelId: '1' }, side: 'taking', dueAtMs: notBeforeMs });
  });

  it.each([
    { when: 'earlier before', byMs: -HOUR_MS / 2, order: ['update-person', 'take-level'] },
    { when: 'later after', byMs: HOUR_MS, order: ['take-level', 'update-person'] },
  ])('sends an end that moved $when a level is taken: at no instant more is open', ({ byMs, order }) => {
    const person = { profileHash: 'ann', faceSha256: 'face', beginsAtMs: NOW_MS, endsAtMs: NOW_MS + HOUR_MS };
    const before: DesiredAccess = { ...NOTHING_DESIRED, visitIds: ['visit'], person, levelIds: ['1', '2'] };
    const world = new PerfectHikCentral(NOW_MS);
    const facts = world.settle(before, NO_FACTS);
    const after = { ...before, person: { ...person, endsAtMs: person.endsAtMs + byMs }, levelIds: ['2'] };
    const steps: string[] = [];
    world.settle(after, facts, ({ kind }) => steps.push(kind));
    expect(steps.filter((kind) => order.includes(kind))).toEqual(order);
  });

  it('makes the fewest calls between any two settled states', () => {
    fc.assert(
      fc.property(desire, desire, desire, (first, second, third) => {
        const world = new PerfectHikCentral(NOW_MS);
        let facts = NO_FACTS;
        let before = NOTHING_DESIRED;
        for (const desired of [first, second, third]) {
          const known = world.person;
          world.calls.length = 0;
          facts = world.settle(desired, facts);
          expect([world.calls, world.calls.length]).toEqual([world.calls, fewestCalls(before, desired, known)]);
          before = desired;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('makes no more calls, and ends the same, where a person shows its levels', () => {
    let savedCount = 0;
    fc.assert(
      fc.property(desire, desire, (before, after) => {
        const [silent, telling] = [false, true].map((doPersonsShowLevels) => {
          const world = new PerfectHikCentral(NOW_MS, doPersonsShowLevels);
          world.settle(after, world.settle(before, NO_FACTS));
          return world;
        });
        expect(telling!.calls.length).toBeLessThanOrEqual(silent!.calls.length);
        expect([telling!.members, telling!.atDoors]).toEqual([silent!.members, silent!.atDoors]);
        savedCount += silent!.calls.length - telling!.calls.length;
      }),
      { numRuns: 300 },
    );
    expect(savedCount).toBeGreaterThan(0);
  });
});
