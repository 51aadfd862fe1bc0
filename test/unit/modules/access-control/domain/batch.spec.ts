import fc from 'fast-check';
import { type Candidate, mergeIntoCalls as mergeWith } from '../../../../../src/modules/access-control/domain/batch.js';
import { type Step } from '../../../../../src/modules/access-control/domain/step.js';

const NOW_MS = Date.parse('2026-06-10T08:00:00Z');
const HOUR_MS = 3_600_000;

const mergeIntoCalls = (candidates: readonly Candidate[], nowMs: number, doPersonsShowLevels = true) =>
  mergeWith(candidates, nowMs, { doPersonsShowLevels });

const candidate = (cardholderId: string, step: Step, overrides: Partial<Candidate> = {}): Candidate => ({
  cardholderId,
  step,
  side: 'giving',
  dueAtMs: NOW_MS,
  wantedAtMs: NOW_MS + HOUR_MS,
  batchLimit: 20,
  unreadLevelCount: 1,
  ...overrides,
});
const many = (count: number, step: Step, overrides: Partial<Candidate> = {}): Candidate[] =>
  Array.from({ length: count }, (_, index) =>
    candidate(`${step.kind}-${String(index).padStart(3, '0')}`, step, overrides),
  );
const give = { kind: 'give-level', levelId: '1' } as const;
const take = { kind: 'take-level', levelId: '1' } as const;

const step = fc.constantFrom<Step>(
  give,
  take,
  { kind: 'give-level', levelId: '2' },
  { kind: 'add-person' },
  { kind: 'request-application' },
  { kind: 'read-application' },
  { kind: 'read-members', levelId: '1' },
);

describe('batch', () => {
  it('serves everybody exactly once, at most twenty to a level change', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const candidates = steps.map((one, index) => candidate(`c${index}`, one));
        const calls = mergeIntoCalls(candidates, NOW_MS);
        expect(calls.flatMap(({ cardholderIds }) => cardholderIds).sort()).toEqual(
          candidates.map(({ cardholderId }) => cardholderId).sort(),
        );
        for (const call of calls) {
          const most = call.step.kind.endsWith('-level') ? 20 : 500;
          expect(call.cardholderIds.length).toBeLessThanOrEqual(call.step.kind === 'add-person' ? 1 : most);
        }
      }),
    );
  });

  it.each([
    [give, 100, 5],
    [take, 41, 3],
    [{ kind: 'request-application' } as const, 100, 1],
    [{ kind: 'read-application' } as const, 100, 1],
    [{ kind: 'read-members', levelId: '1' } as const, 100, 1],
    [{ kind: 'add-person' } as const, 7, 7],
  ])('%p of %i cardholders is %i calls', (one, count, calls) => {
    expect(mergeIntoCalls(many(count, one), NOW_MS)).toHaveLength(calls);
  });

  it('takes before anything, then serves who comes within fifteen minutes', () => {
    const soon = candidate('soon', { kind: 'read-application' }, { wantedAtMs: NOW_MS + 10 * 60_000 });
    const calls = mergeIntoCalls([candidate('late', give), soon, candidate('gone', take, { side: 'taking' })], NOW_MS);
    expect(calls.map(({ lane }) => lane)).toEqual(['revoke', 'provision-soon', 'provision']);
  });

  it('sends persons before it gives to some of them, but a full giving call at once', () => {
    const adds = many(3, { kind: 'add-person' });
    expect(mergeIntoCalls([...many(19, give), ...adds], NOW_MS)[0]?.step.kind).toBe('add-person');
    expect(mergeIntoCalls([...many(20, give), ...adds], NOW_MS)[0]?.step.kind).toBe('give-level');
  });

  it('keeps nobody waiting for others longer than five minutes', () => {
    const waiting = candidate('waiting', { kind: 'request-application' }, { dueAtMs: NOW_MS - 5 * 60_000 });
    expect(mergeIntoCalls([...many(3, { kind: 'add-person' }), waiting], NOW_MS)[0]?.cardholderIds).toEqual([
      'waiting',
    ]);
  });

  it('puts fewer together after a shared call was refused', () => {
    const calls = mergeIntoCalls(many(6, give, { batchLimit: 2 }), NOW_MS);
    expect(calls.map(({ cardholderIds }) => cardholderIds.length)).toEqual([2, 2, 2]);
  });

  it.each([
    [1, 3, true, ['look-up-person']],
    [2, 3, true, ['look-up-person', 'look-up-person']],
    [3, 3, true, ['read-members']],
    [1, 1, true, ['read-members']],
    [1, 3, false, ['read-members']],
  ])('%i persons with %i levels to read back, persons showing levels: %s', (persons, levels, isShown, kinds) => {
    const waiting = many(persons, { kind: 'read-members', levelId: '1' }, { unreadLevelCount: levels });
    expect(mergeIntoCalls(waiting, NOW_MS, isShown).map((call) => call.step.kind)).toEqual(kinds);
  });
});
