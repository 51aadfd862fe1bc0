import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { type HikCentral } from '../world/hikcentral.js';
import { DatabaseCut } from '../product/mortal-unit-of-work.js';
import { GatewayError } from '../../../src/modules/hikcentral-gateway/index.js';
import { type LogLine } from '../../support/test-logger.js';
import { AgreedBook, isOver } from './agreed-book.js';
import { mendedWithinMs, type SiteLimits } from './allowed-times.js';
import { CallsHeard } from './calls-heard.js';
import { CheckExposure } from './check-exposure.js';
import { CheckLockout } from './check-lockout.js';
import { type CheckerSettings, type Wrong } from './check-parts.js';
import { ClaimCheck } from './claim-check.js';
import { DoorsSeen, GUEST_LEVELS } from './doors-seen.js';
import { FirstCalls } from './first-calls.js';
import { Lanes } from './lanes.js';
import { Meters } from './meters.js';
import { PassagesSeen } from './passages-seen.js';
import { RepeatedGifts } from './repeated-gifts.js';
import { Tampering } from './tampering.js';
import { type Troubles } from './troubles.js';
import { Wishes } from './wishes.js';

export interface Violation {
  readonly invariant: string;
  readonly atMs: number;
  readonly text: string;
}

const OWN_FAULTS: ReadonlySet<string> = new Set([
  'access.pass-failed',
  'event set aside',
  'access.cardholder-set-aside',
]);

/** HikCentral or the database did not answer; or a statement of a part that the storage in memory has no twin of. */
function isNoFaultOfOurs(error: unknown): boolean {
  return (
    error instanceof GatewayError ||
    error instanceof DatabaseCut ||
    (error instanceof Error && error.message.startsWith('no database in memory'))
  );
}

/** An answer that changes a visit comes at the instant of its commit, but for the clock. */
const JUST_NOW_MS = 1_000;

/** Knows HikCentral's own history and state, and what the API answered; nothing of how the product works. */
export class Checker {
  readonly book = new AgreedBook();
  readonly violations: Violation[] = [];
  readonly meters = new Meters();
  readonly seen: DoorsSeen;
  readonly calls: CallsHeard;
  readonly passages: PassagesSeen;
  private readonly tampering: Tampering;
  private readonly claims: ClaimCheck;
  private readonly lanes: Lanes;
  private readonly firstCalls: FirstCalls;
  private readonly exposure: CheckExposure;
  private readonly lockout: CheckLockout;
  private sampledAtMs: number;
  private effectsSeen = 0;
  private linesSeen = 0;

  constructor(
    private readonly hikcentral: HikCentral,
    readonly troubles: Troubles,
    private readonly nowMs: () => number,
    private readonly settings: CheckerSettings,
  ) {
    const violate = this.violate.bind(this);
    this.seen = new DoorsSeen(hikcentral);
    this.calls = new CallsHeard(hikcentral.pipeline, nowMs);
    this.passages = new PassagesSeen(hikcentral, settings.passagesEveryMs);
    this.tampering = new Tampering(hikcentral, troubles, nowMs, mendedWithinMs(settings));
    this.claims = new ClaimCheck(hikcentral, this.seen, this.book, this.tampering);
    this.lanes = new Lanes(this.calls, settings, violate);
    this.firstCalls = new FirstCalls(this.calls, troubles, settings, violate);
    new RepeatedGifts(this.calls, (code) => this.tampering.personIdOf(code), violate);
    const { book, seen, passages, tampering } = this;
    const measure = this.measure.bind(this);
    const parts = { hikcentral, troubles, nowMs, settings, book, seen, passages, tampering, measure };
    const wishes = new Wishes(parts);
    this.exposure = new CheckExposure(parts, wishes);
    this.lockout = new CheckLockout(parts, wishes);
    this.sampledAtMs = nowMs();
  }

  /** Hears every answer at its instant. */
  answered(view: VisitView): void {
    const before = this.book.get(view.id);
    if (before !== undefined && isOver(before.view) && before.view.status !== view.status) {
      this.violate('I20', `visit ${view.id} was ${before.view.status} and is ${view.status}: a final state reopened`);
    }
    this.book.note(view, this.nowMs());
    if (before !== undefined && !isOver(before.view) && isOver(view)) this.expectFirstCall(view);
    const lie = this.claims.lieOf(view, this.nowMs());
    if (lie !== null) this.violate('I7', `visit ${view.id} is said to be ${view.access.status}: ${lie}`);
  }

  /** Looks at HikCentral and the doors; between two looks nothing is assumed to have been otherwise. */
  sample(): void {
    const nowMs = this.nowMs();
    const passedMs = this.troubles.healthyMs(this.sampledAtMs, nowMs);
    this.sampledAtMs = nowMs;
    this.checkEffects();
    this.lanes.sample(passedMs);
    this.firstCalls.sample(nowMs);
    const endingTogether = this.countEnding();
    for (const [code, guestId] of this.book.guestIds) {
      this.exposure.check(code, this.book.ofGuest(guestId), passedMs, endingTogether);
    }
    for (const agreed of this.book.all()) this.lockout.check(agreed, passedMs);
  }

  /** Readiness said when this guest will get in (I12). */
  promised(visitId: string, readyAtMs: number): void {
    this.book.promise(visitId, readyAtMs, this.nowMs());
  }

  get limits(): SiteLimits {
    return this.settings;
  }

  violate(invariant: string, text: string): void {
    this.violations.push({ invariant, atMs: this.nowMs(), text });
  }

  /** A part of ours threw what nobody expects: whatever it was about to do is not done. */
  checkLog(lines: readonly LogLine[]): void {
    const fault = lines
      .slice(this.linesSeen)
      .find(({ event, error }) => OWN_FAULTS.has(event) && !isNoFaultOfOurs(error));
    this.linesSeen = lines.length;
    if (fault !== undefined)
      this.violate('I15', `${fault.event}: ${String((fault.error as Error).stack).slice(0, 500)}`);
  }

  /** Somebody changed this person behind our back, and no comparison can have mended it yet. */
  isTampered(code: string): boolean {
    return this.tampering.isFresh(code);
  }

  /** A command just ended this visit: whatever nobody else wants is taken, starting now. */
  private expectFirstCall({ guest, access: { personCode: code }, updatedAt }: VisitView): void {
    const nowMs = this.nowMs();
    if (code === null || Math.abs(nowMs - updatedAt.getTime()) > JUST_NOW_MS || this.isTampered(code)) return;
    const person = this.seen.person(code);
    if (person === undefined || person.endTimeMs <= this.hikcentral.serverNowMs()) return;
    const wanted = this.book.ofGuest(guest.id).filter((visit) => !isOver(visit.view));
    const kept = new Set(wanted.flatMap((visit) => visit.view.accessLevelIds));
    const isHeld = GUEST_LEVELS.some((levelId) => !kept.has(levelId) && this.seen.isMember(person, levelId));
    if (isHeld) this.firstCalls.expect(code, person.personId, nowMs);
  }

  /** Guests whose visit is over and whose access may still be on its way out. */
  private countEnding(): number {
    const { windowMs } = this.settings;
    const sinceMs = this.nowMs() - 2 * windowMs;
    const ending = [...this.book.all()].filter(
      ({ view }) => isOver(view) && view.updatedAt.getTime() > sinceMs && view.access.personCode !== null,
    );
    return Math.max(1, ending.length);
  }

  private measure({ invariant, kind, key, isWrong }: Wrong, passedMs: number, allowedMs: number): void {
    const soFarMs = this.meters.add(kind, key, isWrong, passedMs);
    if (soFarMs <= allowedMs || soFarMs - passedMs > allowedMs) return;
    this.violate(invariant, `${kind} of ${key} for ${Math.round(soFarMs / 1_000)} healthy seconds`);
  }

  private checkEffects(): void {
    const { effects } = this.hikcentral;
    for (const effect of effects.slice(this.effectsSeen)) {
      if (effect.kind !== 'member-added' || effect.actor.by !== 'api' || effect.personId === undefined) continue;
      const person = this.hikcentral.world.persons.find({ personId: effect.personId });
      const guestId = person && this.book.guestIds.get(person.personCode);
      if (person === undefined || guestId === undefined) continue;
      const longestMs = Math.max(...this.book.ofGuest(guestId).map((visit) => visit.longestMs));
      if (person.endTimeMs > longestMs + 1_000) {
        this.violate('I2', `person ${person.personCode} was given a level with an end beyond any visit`);
      }
    }
    this.effectsSeen = effects.length;
    const [foreign] = this.hikcentral.control.foreignChanges();
    if (foreign !== undefined) this.violate('I10', `${foreign.kind} of what is not ours`);
    const { calls, windowMs } = this.settings;
    const busiest = this.hikcentral.control.maxCallsInAnyWindow(windowMs);
    if (busiest > calls) this.violate('I21', `${busiest} calls arrived within one window of ${calls}`);
  }
}
