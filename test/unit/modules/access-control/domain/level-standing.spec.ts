import {
  type CallMark,
  type LevelFacts,
  NO_LEVEL_FACTS,
} from '../../../../../src/modules/access-control/domain/facts.js';
import {
  GIVE_AGAIN_AFTER_MS,
  isConfirmedMember,
  isSeenGone,
  mayHold,
  needOfDesired,
  needOfUndesired,
  showsLastChange,
  TAKE_AGAIN_AFTER_MS,
  WATCH_EVERY_MS,
} from '../../../../../src/modules/access-control/domain/level-standing.js';

const NOW_MS = Date.parse('2026-06-10T08:00:00Z');
const ROUND_MS = NOW_MS + 4_000;
const DEADLINE_MS = 15_000;

const mark = (outcome: CallMark['outcome'], bookedAtMs: number): CallMark => ({
  callId: 'call',
  bookedAtMs,
  deadlineAtMs: bookedAtMs + DEADLINE_MS,
  outcome,
  answeredAtMs: outcome === 'done' ? bookedAtMs + 100 : null,
});
const level = (overrides: Partial<LevelFacts> = {}): LevelFacts => ({ ...NO_LEVEL_FACTS, ...overrides });
const given = mark('done', NOW_MS - 1_000);
const taken = mark('done', NOW_MS - 500);
const member = level({ give: given, isMember: true, readAtMs: NOW_MS - 600 });

describe('standing of a level', () => {
  it('holds nothing when nothing was ever given', () => {
    expect(mayHold(level())).toBe(false);
    expect(needOfUndesired(level(), NOW_MS, ROUND_MS)).toEqual({ kind: 'nothing' });
  });

  it.each(['sent', 'done', 'unknown'] as const)('may hold from a giving call that is %s', (outcome) => {
    expect(mayHold(level({ give: mark(outcome, NOW_MS) }))).toBe(true);
  });

  it('is not believed from a reading that began before the last call was settled', () => {
    const early = level({ give: given, isMember: true, readAtMs: given.bookedAtMs });
    expect(isConfirmedMember(early)).toBe(false);
    expect(isConfirmedMember(member)).toBe(true);
    expect(isSeenGone({ ...member, isMember: false })).toBe(true);
  });

  it('may hold while a giving call that was not read back can still land', () => {
    const watched = level({
      give: given,
      take: taken,
      isMember: false,
      readAtMs: NOW_MS,
      watchUntilMs: NOW_MS + 60_000,
    });
    expect(mayHold(watched)).toBe(true);
    expect(mayHold({ ...watched, readAtMs: NOW_MS + 60_000 })).toBe(false);
    expect(needOfUndesired(watched, NOW_MS, ROUND_MS)).toEqual({ kind: 'read', dueAtMs: NOW_MS + WATCH_EVERY_MS });
  });

  it('shows the last change only in a reading after it', () => {
    expect(showsLastChange(member)).toBe(true);
    expect(showsLastChange({ ...member, take: taken })).toBe(false);
    expect(showsLastChange({ ...member, take: taken, isMember: false, readAtMs: NOW_MS })).toBe(true);
  });

  describe('desired', () => {
    const need = (facts: LevelFacts, nowMs = NOW_MS) => needOfDesired(facts, nowMs, ROUND_MS);

    it('is given, read in the next round, and left alone', () => {
      expect(need(level())).toEqual({ kind: 'give', dueAtMs: NOW_MS });
      expect(need(level({ give: given }))).toEqual({ kind: 'read', dueAtMs: ROUND_MS });
      expect(need(member)).toEqual({ kind: 'nothing' });
    });

    it('is not given again while a taking call may still land', () => {
      const taking = mark('unknown', NOW_MS);
      expect(need(level({ give: given, take: taking }))).toEqual({ kind: 'give', dueAtMs: taking.deadlineAtMs });
      expect(need(level({ give: given, take: taken }))).toEqual({ kind: 'give', dueAtMs: NOW_MS });
    });

    it('is looked for, never repeated blindly, after an answer that was lost', () => {
      const lost = mark('unknown', NOW_MS - 1_000);
      expect(need(level({ give: lost }))).toEqual({ kind: 'read', dueAtMs: lost.deadlineAtMs });
      const absent = level({ give: lost, isMember: false, readAtMs: lost.deadlineAtMs });
      expect(need(absent)).toEqual({ kind: 'give', dueAtMs: NOW_MS });
    });

    it('is given again only when a list that lags has had its time', () => {
      const settledMs = given.answeredAtMs!;
      const absent = (readAtMs: number) => level({ give: given, isMember: false, readAtMs });
      expect(need(absent(settledMs + GIVE_AGAIN_AFTER_MS - 1)).kind).toBe('read');
      expect(need(absent(settledMs + GIVE_AGAIN_AFTER_MS)).kind).toBe('give');
    });
  });

  describe('undesired', () => {
    const need = (facts: LevelFacts, nowMs = NOW_MS) => needOfUndesired(facts, nowMs, ROUND_MS);

    it('is taken at once, also while the giving call is on its way', () => {
      expect(need(member)).toEqual({ kind: 'take', dueAtMs: NOW_MS });
      expect(need(level({ give: mark('sent', NOW_MS) }))).toEqual({ kind: 'take', dueAtMs: NOW_MS });
    });

    it('is taken again at once after an answer that was lost, and not while it may come', () => {
      const sent = mark('sent', NOW_MS);
      expect(need({ ...member, take: sent })).toEqual({ kind: 'take', dueAtMs: sent.deadlineAtMs });
      expect(need({ ...member, take: mark('unknown', NOW_MS) })).toEqual({ kind: 'take', dueAtMs: NOW_MS });
    });

    it('is taken again when the list still shows the member after its time', () => {
      const settledMs = taken.answeredAtMs!;
      const still = (readAtMs: number) => ({ ...member, take: taken, readAtMs });
      expect(need(still(settledMs)).kind).toBe('read');
      expect(need(still(settledMs + TAKE_AGAIN_AFTER_MS)).kind).toBe('take');
    });

    it('is taken again when a giving call landed after the taking one', () => {
      const late: CallMark = { ...given, answeredAtMs: taken.bookedAtMs + 300 };
      const overtaken = level({ give: late, take: taken, isMember: true, readAtMs: NOW_MS });
      expect(need(overtaken)).toEqual({ kind: 'take', dueAtMs: NOW_MS });
    });
  });
});
