import {
  type DesiredAccess,
  type DesiredPerson,
} from '../../../../src/modules/access-control/domain/desired-access.js';
import { bookStep } from '../../../../src/modules/access-control/domain/book-step.js';
import { type AccessFacts } from '../../../../src/modules/access-control/domain/facts.js';
import { planNext, type Step } from '../../../../src/modules/access-control/domain/plan.js';
import {
  settleApplication,
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
  nowMs: number;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  /** Follows the plan until it is quiet. @returns the facts then */
  settle(desired: DesiredAccess, facts: AccessFacts, check: (step: Step) => void = () => undefined): AccessFacts {
    let current = facts;
    for (let steps = 0; steps < 60; steps += 1) {
      const next = planNext(desired, current, this.nowMs, { hasOwnApplication: true, shouldLearnDoors: false });
      if (next === null) return current;
      this.nowMs = Math.max(this.nowMs, next.dueAtMs);
      check(next.step);
      current = this.take(next.step, desired, current);
    }
    throw new Error(`not quiet: ${this.calls.slice(-10).join(', ')}`);
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
        return settleLookUp(booked, this.person === null ? null : this.seen(this.person), reading);
      case 'read-members':
        return settleMembership(booked, step.levelId, this.members.has(step.levelId), reading);
      case 'read-application':
      case 'read-own-application':
        return settleApplication(booked, { kind: 'complete', doors: [] }, reading);
      default:
        this.change(step, desired);
        return settleChange(
          booked,
          step,
          { kind: 'done', answeredAtMs: this.nowMs, personId: '1042' },
          { callId, nowMs: this.nowMs, sharers: 1, fraction: 0 },
        );
    }
  }

  private seen({ beginsAtMs, endsAtMs }: DesiredPerson) {
    return { personId: '1042', isOurs: true, beginsAtMs, endsAtMs, hasFace: true };
  }

  private change(step: Step, { person }: DesiredAccess): void {
    switch (step.kind) {
      case 'add-person':
        if (this.person !== null) throw new Error('a second person');
        this.person = { ...person! };
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
