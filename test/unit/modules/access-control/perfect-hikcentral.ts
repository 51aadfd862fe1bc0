import {
  type DesiredAccess,
  type DesiredPerson,
} from '../../../../src/modules/access-control/domain/desired-access.js';
import { bookStep } from '../../../../src/modules/access-control/domain/book-step.js';
import { type AccessFacts } from '../../../../src/modules/access-control/domain/facts.js';
import { planNext } from '../../../../src/modules/access-control/domain/plan.js';
import { type NextStep, type Step } from '../../../../src/modules/access-control/domain/step.js';
import {
  settleApplication,
  settleIdInList,
  settleLookUp,
  settleMembership,
} from '../../../../src/modules/access-control/domain/settle-reading.js';
import { settleChange } from '../../../../src/modules/access-control/domain/settle-step.js';

/** One guest in a HikCentral that does at once what it is told and answers the truth. Remembers each call. */
export class PerfectHikCentral {
  person: DesiredPerson | null = null;
  readonly members = new Set<string>();
  /** What the doors hold: null for nothing. */
  atDoors: { levels: string[]; endsAtMs: number } | null = null;
  readonly calls: string[] = [];
  /** A reading showed the person's code and id together since the person was made. */
  hasShownId = false;
  nowMs: number;

  constructor(
    nowMs: number,
    private readonly doPersonsShowLevels = false,
    private readonly changesLevelsByCode = true,
  ) {
    this.nowMs = nowMs;
  }

  /** Follows the plan until it is quiet. @returns the facts then */
  settle(desired: DesiredAccess, facts: AccessFacts, check: (step: Step) => void = () => undefined): AccessFacts {
    const settled = this.follow(desired, facts, 60, check);
    if (this.next(desired, settled) === null) return settled;
    throw new Error(`not quiet: ${this.calls.slice(-10).join(', ')}`);
  }

  /** Follows the plan for so many calls, or until it is quiet. @returns the facts then */
  follow(desired: DesiredAccess, facts: AccessFacts, mostCalls: number, check: (step: Step) => void): AccessFacts {
    let current = facts;
    for (let made = 0; made < mostCalls; made += 1) {
      const next = this.next(desired, current);
      if (next === null) break;
      this.nowMs = Math.max(this.nowMs, next.dueAtMs);
      check(next.step);
      current = this.take(next.step, desired, current);
    }
    return current;
  }

  /** Follows the plan up to the deletion of the person, whose answer is lost. @returns the facts then */
  loseDeletion(facts: AccessFacts, desired: DesiredAccess, isDeleted: boolean): AccessFacts {
    let current = facts;
    for (let next = this.next(desired, current); next !== null; next = this.next(desired, current)) {
      this.nowMs = Math.max(this.nowMs, next.dueAtMs);
      if (next.step.kind !== 'remove-person') {
        current = this.take(next.step, desired, current);
        continue;
      }
      const call = { callId: 'lost', bookedAtMs: this.nowMs, deadlineAtMs: this.nowMs + 15_000 };
      if (isDeleted) this.person = null;
      const error = { code: 'GATEWAY.TIMEOUT', blames: 'server', context: {} } as const;
      return settleChange(
        bookStep(current, next.step, call, null),
        next.step,
        { kind: 'unknown', deadlineAtMs: call.deadlineAtMs, error },
        { callId: call.callId, nowMs: this.nowMs, sharers: 1, fraction: 0 },
      );
    }
    throw new Error('nobody was to be deleted');
  }

  private next(desired: DesiredAccess, facts: AccessFacts): NextStep | null {
    const { changesLevelsByCode } = this;
    return planNext(desired, facts, this.nowMs, {
      hasOwnApplication: true,
      shouldLearnDoors: false,
      changesLevelsByCode,
    });
  }

  take(step: Step, desired: DesiredAccess, facts: AccessFacts): AccessFacts {
    this.calls.push(step.kind);
    const callId = `call-${this.calls.length}`;
    const bookedAtMs = this.nowMs;
    const booked = bookStep(facts, step, { callId, bookedAtMs, deadlineAtMs: bookedAtMs + 15_000 }, desired.person);
    this.nowMs += 50;
    const reading = { readAtMs: bookedAtMs, nowMs: this.nowMs, fraction: 0, rateLimitWindowMs: 60_000 };
    switch (step.kind) {
      case 'look-up-person':
        this.hasShownId = this.person !== null;
        return settleLookUp(booked, this.person === null ? null : this.seen(this.person), reading);
      case 'read-members': {
        if (!this.members.has(step.levelId)) return settleMembership(booked, step.levelId, false, reading);
        this.hasShownId = true;
        return settleMembership(settleIdInList(booked, '1042', reading), step.levelId, true, reading);
      }
      case 'read-application':
      case 'read-own-application':
        return settleApplication(booked, { kind: 'complete', doors: [] }, reading);
      default:
        this.change(step, desired);
        return settleChange(
          booked,
          step,
          { kind: 'done', answeredAtMs: this.nowMs },
          { callId, nowMs: this.nowMs, sharers: 1, fraction: 0 },
        );
    }
  }

  private seen({ beginsAtMs, endsAtMs }: DesiredPerson) {
    const levelIds = this.doPersonsShowLevels ? new Set(this.members) : null;
    return { personId: '1042', isOurs: true, beginsAtMs, endsAtMs, hasFace: true, levelIds };
  }

  private change(step: Step, { person }: DesiredAccess): void {
    switch (step.kind) {
      case 'add-person':
        if (this.person !== null) throw new Error('a second person');
        this.person = { ...person! };
        this.hasShownId = false;
        break;
      case 'remove-person':
        this.person = null;
        break;
      case 'update-person':
        this.person = { ...person!, faceSha256: this.person!.faceSha256 };
        break;
      case 'update-face':
        this.person = { ...this.person!, faceSha256: person!.faceSha256 };
        break;
      case 'give-level':
        this.members.add(step.levelId);
        break;
      case 'take-level':
        this.members.delete(step.levelId);
        break;
      case 'request-application':
        this.atDoors =
          this.members.size === 0 ? null : { levels: [...this.members].sort(), endsAtMs: this.person!.endsAtMs };
        break;
      default:
        throw new Error(`${step.kind} changes nothing`);
    }
  }
}
