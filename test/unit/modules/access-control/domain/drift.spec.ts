import fc from 'fast-check';
import {
  type DesiredAccess,
  NOTHING_DESIRED,
} from '../../../../../src/modules/access-control/domain/desired-access.js';
import { compareWithRecord } from '../../../../../src/modules/access-control/domain/drift.js';
import {
  type Comparison,
  type ListedPerson,
  type Sighting,
} from '../../../../../src/modules/access-control/domain/drift-sighting.js';
import { type AccessFacts, NO_FACTS } from '../../../../../src/modules/access-control/domain/facts.js';
import { planNext } from '../../../../../src/modules/access-control/domain/plan.js';
import { restoredFacts } from '../../../../../src/modules/access-control/domain/restore-facts.js';
import { PerfectHikCentral } from '../perfect-hikcentral.js';

const NOW_MS = Date.UTC(2026, 10, 21, 9);
const HOUR_MS = 3_600_000;
const PLAN = { hasOwnApplication: true, shouldLearnDoors: false, changesLevelsByCode: true };
const OPTIONS = { mendedLately: new Set<never>() };

const desiredOf = (levelIds: readonly string[]): DesiredAccess => ({
  ...NOTHING_DESIRED,
  visitIds: ['v'],
  person: { profileHash: 'p', beginsAtMs: NOW_MS, endsAtMs: NOW_MS + HOUR_MS, faceSha256: 'f' },
  levelIds,
});

/** A guest who was given all of it, by the ordinary plan. */
function given(levelIds: readonly string[]): { facts: AccessFacts; hikcentral: PerfectHikCentral; atMs: number } {
  const hikcentral = new PerfectHikCentral(NOW_MS);
  const facts = hikcentral.settle(desiredOf(levelIds), NO_FACTS);
  return { facts, hikcentral, atMs: hikcentral.nowMs + 60_000 };
}

const listedAs = (facts: AccessFacts, change: Partial<ListedPerson> = {}): ListedPerson => ({
  personId: facts.person.personId ?? '',
  isOurs: true,
  beginsAtMs: facts.person.content?.beginsAtMs ?? null,
  endsAtMs: facts.person.content?.endsAtMs ?? null,
  hasFace: true,
  levelIds: new Set(Object.keys(facts.levels)),
  hasSentName: true,
  ...change,
});

const levelLists = fc.uniqueArray(fc.constantFrom<string>('1', '2', '3'), { minLength: 1 });
const kindsOf = ({ differences }: Comparison) => differences.map(({ kind }) => kind);

describe('the comparison with our record', () => {
  it('finds nothing and changes nothing when both agree', () => {
    fc.assert(
      fc.property(levelLists, fc.boolean(), (levelIds, doListsShow) => {
        const { facts, atMs } = given(levelIds);
        const person = listedAs(facts, doListsShow ? {} : { levelIds: null, hasFace: null, beginsAtMs: null });
        const sightings: Sighting[] = [
          { kind: 'listed', readAtMs: atMs, person },
          ...['1', '2', '3'].map((levelId): Sighting => ({
            kind: 'membership',
            readAtMs: atMs,
            levelId,
            isMember: levelIds.includes(levelId),
          })),
        ];
        for (const sighting of sightings) {
          const compared = compareWithRecord(desiredOf(levelIds), facts, sighting, OPTIONS);
          expect(compared.differences).toEqual([]);
          expect(compared.facts).toBe(facts);
        }
      }),
    );
  });

  it('is mended by the ordinary plan, whatever differs, and finds nothing then', () => {
    const change = fc.record(
      {
        levelIds: fc.uniqueArray(fc.constantFrom('1', '2', '3', '9')).map((ids) => new Set(ids)),
        beginsAtMs: fc.constantFrom(NOW_MS, NOW_MS - HOUR_MS, NOW_MS + 1_000),
        endsAtMs: fc.constantFrom(NOW_MS + HOUR_MS, NOW_MS + 9 * HOUR_MS, NOW_MS + 2_000),
        hasFace: fc.boolean(),
        hasSentName: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(levelLists, change, (levelIds, changes) => {
        const desired = desiredOf(levelIds);
        const { facts, hikcentral, atMs } = given(levelIds);
        const seen = listedAs(facts, changes);
        hikcentral.nowMs = atMs;
        hikcentral.members.clear();
        for (const levelId of seen.levelIds ?? []) hikcentral.members.add(levelId);
        const person = hikcentral.person!;
        hikcentral.person = { ...person, beginsAtMs: seen.beginsAtMs!, endsAtMs: seen.endsAtMs! };
        const compared = compareWithRecord(desired, facts, { kind: 'listed', readAtMs: atMs, person: seen }, OPTIONS);
        hikcentral.calls.length = 0;
        const mended = hikcentral.settle(desired, compared.facts);
        expect([...hikcentral.members].sort()).toEqual([...levelIds].sort());
        expect(hikcentral.person).toEqual(desired.person);
        if (compared.differences.length === 0) expect(hikcentral.calls).toEqual([]);
        const again = { kind: 'listed', readAtMs: hikcentral.nowMs + 60_000, person: listedAs(mended) } as const;
        expect(compareWithRecord(desired, mended, again, OPTIONS).differences).toEqual([]);
      }),
    );
  });

  it('says nothing of what was read before the last change', () => {
    const { facts, atMs } = given(['1']);
    const old: Sighting = { kind: 'listed', readAtMs: NOW_MS - 1, person: listedAs(facts, { levelIds: new Set() }) };
    expect(compareWithRecord(desiredOf(['1']), facts, old, OPTIONS)).toEqual({ facts, differences: [] });
    const others: Sighting[] = [
      { kind: 'not-listed', readAtMs: NOW_MS - 1 },
      { kind: 'membership', readAtMs: NOW_MS - 1, levelId: '1', isMember: false },
    ];
    for (const other of others) {
      expect(compareWithRecord(desiredOf(['1']), facts, other, OPTIONS)).toEqual({ facts, differences: [] });
    }
    const late: Sighting = { ...old, readAtMs: atMs };
    expect(kindsOf(compareWithRecord(desiredOf(['1']), facts, late, OPTIONS))).toEqual(['wrong_level']);
  });

  it('says nothing of a person who is being made, changed or deleted', () => {
    const { facts, atMs } = given(['1']);
    const mark = {
      callId: 'c',
      bookedAtMs: atMs,
      deadlineAtMs: atMs + 15_000,
      outcome: 'sent',
      answeredAtMs: null,
    } as const;
    const busy: Partial<AccessFacts['person']>[] = [
      { add: { ...mark, content: facts.person.content!, faceSha256: 'f' } },
      { update: { ...mark, content: facts.person.content! } },
      { face: { ...mark, faceSha256: 'f' } },
      { remove: mark },
      { shouldLookUp: true },
    ];
    for (const person of busy) {
      const acting = { ...facts, person: { ...facts.person, ...person } };
      for (const sighting of [
        { kind: 'listed', readAtMs: atMs + 1, person: listedAs(facts, { hasFace: false, levelIds: new Set() }) },
        { kind: 'not-listed', readAtMs: atMs + 1 },
      ] as const) {
        expect(compareWithRecord(desiredOf(['1']), acting, sighting, OPTIONS)).toEqual({
          facts: acting,
          differences: [],
        });
      }
    }
  });

  it('takes what somebody holds for whom nothing is desired, and what a lost record does not know', () => {
    const { facts, atMs } = given([]);
    const person = listedAs(facts, { levelIds: new Set(['7']) });
    const compared = compareWithRecord(NOTHING_DESIRED, facts, { kind: 'listed', readAtMs: atMs, person }, OPTIONS);
    expect(kindsOf(compared)).toEqual(['ghost']);
    expect(planNext(NOTHING_DESIRED, compared.facts, atMs, PLAN)?.step).toEqual({ kind: 'take-level', levelId: '7' });
    const lost = compareWithRecord(NOTHING_DESIRED, NO_FACTS, { kind: 'listed', readAtMs: atMs, person }, OPTIONS);
    expect(kindsOf(lost)).toEqual(['ghost']);
    expect(planNext(NOTHING_DESIRED, lost.facts, atMs, PLAN)?.step).toEqual({ kind: 'take-level', levelId: '7' });
  });

  it('asks the doors about a level that is held and that we did not know of', () => {
    const { facts, atMs } = given(['1']);
    const sighting: Sighting = { kind: 'membership', readAtMs: atMs, levelId: '2', isMember: true };
    const compared = compareWithRecord(desiredOf(['1', '2']), facts, sighting, OPTIONS);
    expect(compared.differences).toEqual([]);
    const next = planNext(desiredOf(['1', '2']), compared.facts, atMs, PLAN);
    expect(next?.step.kind).toBe('request-application');
  });

  it('looks at a missing person before it is made again, or anything of it is believed gone', () => {
    const { facts, hikcentral, atMs } = given(['1']);
    const gone = compareWithRecord(desiredOf(['1']), facts, { kind: 'not-listed', readAtMs: atMs }, OPTIONS);
    expect(kindsOf(gone)).toEqual(['hole']);
    expect(gone.facts.levels).toEqual(facts.levels);
    expect(planNext(desiredOf(['1']), gone.facts, atMs, PLAN)?.step.kind).toBe('look-up-person');
    hikcentral.person = null;
    hikcentral.members.clear();
    hikcentral.calls.length = 0;
    hikcentral.nowMs = atMs;
    hikcentral.settle(desiredOf(['1']), gone.facts);
    expect(hikcentral.calls.slice(0, 3)).toEqual(['look-up-person', 'add-person', 'give-level']);
    const owing = compareWithRecord(NOTHING_DESIRED, facts, { kind: 'not-listed', readAtMs: atMs }, OPTIONS);
    expect(owing.differences).toEqual([]);
    expect(planNext(NOTHING_DESIRED, owing.facts, atMs, PLAN)).toMatchObject({
      step: { kind: 'look-up-person' },
      side: 'taking',
    });
  });

  it('takes what a person holds whom a short list left out, and whose visit ends meanwhile', () => {
    fc.assert(
      fc.property(levelLists, fc.boolean(), (levelIds, doPersonsShowLevels) => {
        const hikcentral = new PerfectHikCentral(NOW_MS, doPersonsShowLevels);
        const facts = hikcentral.settle(desiredOf(levelIds), NO_FACTS);
        const short = { kind: 'not-listed', readAtMs: hikcentral.nowMs } as const;
        const { facts: missed } = compareWithRecord(desiredOf(levelIds), facts, short, OPTIONS);
        hikcentral.settle(NOTHING_DESIRED, missed);
        expect([...hikcentral.members, hikcentral.atDoors]).toEqual([null]);
      }),
    );
  });

  it('does not believe an older reading that shows a level which was taken meanwhile', () => {
    const { facts, hikcentral, atMs } = given(['1', '2']);
    hikcentral.nowMs = atMs;
    const less = hikcentral.settle(desiredOf(['1']), facts);
    const seen = (readAtMs: number): Comparison =>
      compareWithRecord(
        desiredOf(['1']),
        less,
        { kind: 'membership', readAtMs, levelId: '2', isMember: true },
        OPTIONS,
      );
    expect(seen(atMs)).toEqual({ facts: less, differences: [] });
    expect(kindsOf(seen(hikcentral.nowMs))).toEqual(['wrong_level']);
  });

  it('never changes a person of another organisation, and leaves the decision to a person', () => {
    const { facts, atMs } = given(['1']);
    const person = listedAs(facts, { isOurs: false, levelIds: new Set(['5']), endsAtMs: NOW_MS, hasFace: false });
    const compared = compareWithRecord(desiredOf(['1']), facts, { kind: 'listed', readAtMs: atMs, person }, OPTIONS);
    expect(compared.differences).toMatchObject([{ kind: 'duplicate', isMended: false, differs: ['organisation'] }]);
    expect(planNext(desiredOf(['1']), compared.facts, atMs, PLAN)).toBeNull();
  });

  it.each([
    ['lost_face', { hasFace: false }],
    ['duplicate', { hasSentName: false }],
  ] as const)('does not mend a %s twice a day', (kind, change) => {
    const { facts, atMs } = given(['1']);
    const sighting = { kind: 'listed', readAtMs: atMs, person: listedAs(facts, change) } as const;
    const first = compareWithRecord(desiredOf(['1']), facts, sighting, OPTIONS);
    expect(first.differences).toMatchObject([{ kind, isMended: true }]);
    const second = compareWithRecord(desiredOf(['1']), facts, sighting, { mendedLately: new Set([kind]) });
    expect(second.differences).toMatchObject([{ kind, isMended: false }]);
    expect(second.facts).toBe(facts);
  });
});

describe('restoring from our own record', () => {
  it('looks the person up before anything else, also where the validity is not known any more', () => {
    const { facts, atMs } = given(['1']);
    const forgotten = restoredFacts(facts, atMs);
    expect(planNext(desiredOf(['1']), forgotten, atMs, PLAN)?.step.kind).toBe('look-up-person');
    expect(planNext(NOTHING_DESIRED, forgotten, atMs, PLAN)?.step.kind).toBe('look-up-person');
  });

  it('ends with the same access, whether the person is still there or not', () => {
    fc.assert(
      fc.property(levelLists, fc.boolean(), fc.boolean(), (levelIds, isThere, isDesired) => {
        const desired = isDesired ? desiredOf(levelIds) : NOTHING_DESIRED;
        const { facts, hikcentral, atMs } = given(levelIds);
        hikcentral.nowMs = atMs;
        if (!isThere) {
          hikcentral.person = null;
          hikcentral.members.clear();
        }
        hikcentral.settle(desired, restoredFacts(facts, atMs));
        expect([...hikcentral.members].sort()).toEqual(isDesired ? [...levelIds].sort() : []);
        if (isDesired) expect(hikcentral.person).toEqual(desired.person);
      }),
    );
  });
});
