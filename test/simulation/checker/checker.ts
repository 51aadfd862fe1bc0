import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { type HikCentral } from '../world/hikcentral.js';
import { DatabaseCut } from '../product/mortal-unit-of-work.js';
import { GatewayError } from '../../../src/modules/hikcentral-gateway/index.js';
import { type LogLine } from '../../support/test-logger.js';
import { type Agreed, AgreedBook, isOver } from './agreed-book.js';
import { givenWithinMs, mendedWithinMs, revokedWithinMs, type SiteLimits } from './allowed-times.js';
import { CallsHeard } from './calls-heard.js';
import { ClaimCheck } from './claim-check.js';
import { doorsOf, DoorsSeen, GUEST_LEVELS } from './doors-seen.js';
import { FirstCalls } from './first-calls.js';
import { foldPassages, type FoldRules } from './fold-passages.js';
import { Lanes } from './lanes.js';
import { Meters } from './meters.js';
import { PassagesSeen } from './passages-seen.js';
import { RepeatedGifts } from './repeated-gifts.js';
import { Tampering } from './tampering.js';
import { type Troubles } from './troubles.js';

export interface Violation {
  readonly invariant: string;
  readonly atMs: number;
  readonly text: string;
}

export interface CheckerSettings extends SiteLimits {
  readonly earlyMs: number;
  /** Between two readings of passages. */
  readonly passagesEveryMs: number;
  readonly rules: FoldRules;
  /** How far clocks of ours, HikCentral's and the doors' may be apart. */
  readonly skewMs: number;
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

/** Agreed so long before, a guest gets in from `validFrom` on (I12). */
const READY_AFTER_MS = 30 * 60_000;
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
  private sampledAtMs: number;
  /** Guests whose visit is over and whose access may still be on its way out. */
  private endingTogether = 1;
  /** Codes of who held a level or a copy at a door when they were looked at last. */
  private readonly holders = new Set<string>();
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
    this.endingTogether = this.countEnding();
    for (const [code, guestId] of this.book.guestIds) this.checkGuest(code, this.book.ofGuest(guestId), passedMs);
    for (const agreed of this.book.all()) this.checkLockout(agreed, passedMs);
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

  /** By its passages alone this visit is over, and we had the time to read them. */
  private hasLeft({ view, hasMoved, wasCheckedInByHand }: Agreed): boolean {
    if (view.exitPolicy !== 'first_exit' || hasMoved || wasCheckedInByHand) return false;
    if (this.book.ofGuest(view.guest.id).length > 1) return false;
    const fromMs = Math.max(view.createdAt.getTime(), view.validFrom.getTime() - this.settings.earlyMs);
    return this.passages
      .of(this.book.codesOf(view.guest.id))
      .some(
        ({ isExit, atMs, visibleAtMs }) =>
          isExit && atMs > fromMs && this.troubles.wellBy(visibleAtMs, this.passages.readWithinMs) <= this.nowMs(),
      );
  }

  /** The guest's own passages may have ended it, and the API was not asked since. */
  private mayHaveLeft({ view, toldAtMs }: Agreed): boolean {
    const { skewMs, rules } = this.settings;
    const nowMs = this.nowMs();
    const passages = this.passages.of(this.book.codesOf(view.guest.id));
    if (passages.length === 0) return false;
    const terms = {
      validFromMs: view.validFrom.getTime(),
      validToMs: view.validTo.getTime(),
      exitPolicy: view.exitPolicy,
    };
    if (foldPassages(terms, passages, rules, nowMs).endsAtMs <= nowMs + skewMs) return true;
    return passages.some(
      ({ isExit, visibleAtMs }) => isExit && toldAtMs < this.troubles.wellBy(visibleAtMs, this.passages.readWithinMs),
    );
  }

  /** Whether the API knows a visit that wants this now, with the clocks' differences in the guest's favour. */
  private isWanted(agreed: Agreed, isCurrent: boolean): boolean {
    const nowMs = this.nowMs();
    const { view } = agreed;
    const { skewMs, earlyMs } = this.settings;
    if (isOver(view) || view.validTo.getTime() + skewMs <= nowMs || this.hasLeft(agreed)) return false;
    return !isCurrent || view.validFrom.getTime() - earlyMs - skewMs <= nowMs;
  }

  private checkGuest(code: string, visits: readonly Agreed[], passedMs: number): void {
    const { seen } = this;
    const person = seen.person(code);
    const hadSomething = this.holders.has(code);
    const hasSomething = seen.holdsAnything(code, person);
    if (hasSomething) this.holders.add(code);
    else this.holders.delete(code);
    // Nothing can be wrong then, and nothing was at the last look; most guests are not here most of the day.
    if (!hasSomething && !hadSomething) return;
    const open = visits.filter((visit) => this.isWanted(visit, false));
    const current = withOverlapping(
      visits.filter((visit) => this.isWanted(visit, true)),
      open,
      this.settings.earlyMs,
    );
    const isTampered = this.isTampered(code) || this.tampering.isForgotten(code);
    const allowedMs = revokedWithinMs(this.settings, this.endingTogether);
    const wantedLevels = new Set(open.flatMap(({ view }) => view.accessLevelIds));
    const wantedDoors = new Set(current.flatMap(({ view }) => view.accessLevelIds.flatMap(doorsOf)));
    for (const levelId of GUEST_LEVELS) {
      const isHeld =
        person !== undefined && person.endTimeMs > this.hikcentral.serverNowMs() && seen.isMember(person, levelId);
      this.measure(
        'I1',
        'exposure',
        `${code} level ${levelId}`,
        isHeld && !wantedLevels.has(levelId) && !isTampered,
        passedMs,
        allowedMs,
      );
      for (const doorId of doorsOf(levelId)) {
        const isOpen = seen.isOnline(doorId) && seen.admits(doorId, code) && !wantedDoors.has(doorId);
        this.measure('I1', 'exposure', `${code} door ${doorId}`, isOpen && !isTampered, passedMs, allowedMs);
      }
    }
    if (person === undefined) return;
    const latestMs = Math.max(
      0,
      ...visits.filter(({ view }) => !isOver(view)).map(({ view }) => view.validTo.getTime()),
    );
    const isMember = GUEST_LEVELS.some((levelId) => seen.isMember(person, levelId));
    const isTooLong = isMember && !isTampered && open.length > 0 && person.endTimeMs > latestMs + this.settings.skewMs;
    this.measure('I2', 'wrong-end', code, isTooLong, passedMs, allowedMs);
  }

  private countEnding(): number {
    const { windowMs } = this.settings;
    const sinceMs = this.nowMs() - 2 * windowMs;
    const ending = [...this.book.all()].filter(
      ({ view }) => isOver(view) && view.updatedAt.getTime() > sinceMs && view.access.personCode !== null,
    );
    return Math.max(1, ending.length);
  }

  private checkLockout(agreed: Agreed, passedMs: number): void {
    const { view, changedAtMs, toldAtMs } = agreed;
    const nowMs = this.nowMs();
    const { skewMs } = this.settings;
    const readyAtMs = Math.min(changedAtMs + READY_AFTER_MS, this.book.promiseOf(view.id) ?? Infinity);
    const isDue =
      !isOver(view) &&
      view.hasPhoto &&
      nowMs >= readyAtMs &&
      nowMs >= view.validFrom.getTime() + skewMs &&
      nowMs < view.validTo.getTime() - skewMs;
    if (!isDue || this.mayHaveLeft(agreed)) return;
    const code = view.access.personCode;
    // Whether this guest has one by now was not asked yet.
    if (code === null && toldAtMs < readyAtMs) return;
    const isTampered = code !== null && this.isTampered(code);
    const allowedMs = givenWithinMs(this.settings);
    for (const doorId of view.accessLevelIds.flatMap(doorsOf)) {
      if (!this.seen.isOnline(doorId) || isTampered) continue;
      const isOut = code === null || !this.seen.admits(doorId, code);
      this.measure('I12', 'lockout', `visit ${view.id} door ${doorId}`, isOut, passedMs, allowedMs);
    }
  }

  private measure(invariant: string, kind: string, key: string, isWrong: boolean, ms: number, allowedMs: number): void {
    const soFarMs = this.meters.add(kind, key, isWrong, ms);
    if (soFarMs <= allowedMs || soFarMs - ms > allowedMs) return;
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

/** Visits that overlap are one stay: their levels are joined, from the first one's begin. */
function withOverlapping(current: readonly Agreed[], open: readonly Agreed[], earlyMs: number): readonly Agreed[] {
  const joined = new Set(current);
  for (let before = -1; before !== joined.size;) {
    before = joined.size;
    const endsMs = Math.max(0, ...[...joined].map(({ view }) => view.validTo.getTime()));
    for (const visit of open) if (visit.view.validFrom.getTime() - earlyMs <= endsMs) joined.add(visit);
  }
  return [...joined];
}
