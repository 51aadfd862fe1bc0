import { type Answer } from '../server/answer.js';
import { type DownMode } from '../server/availability.js';
import { type Arrival } from '../server/history.js';
import { type RateLimit } from '../server/rate-limit.js';
import { type ApplicationFault } from '../world/application.js';
import { type Effect } from '../world/journal.js';
import { type Door, type DoorCopy, type Person } from '../world/model.js';
import { type WalkOptions, type WalkResult, type Walker, type Place } from '../world/passages.js';
import { type ResultSettings } from '../world/application-results.js';
import { Backups, type RestoreScope } from '../world/backups.js';
import { type EventTroubleSettings } from '../world/event-troubles.js';
import { type ControlParts, type ControlSettings, type PushSettings } from './control-parts.js';
import { type FaultBook } from './faults.js';
import { OperatorEdits } from './operator-edits.js';
import { findWhereabouts, takeSnapshot, type Whereabouts, type WorldSnapshot } from './snapshot.js';
import { walkMany, type WalkManyRequest, type WalkManyResult } from './walk-many.js';

export type WalkRequest = Walker & Place & WalkOptions;

/** The hands of a test or a demo: walks people through doors, breaks things, and sees what HikCentral and every door hold. */
export class SimulatorControl {
  readonly faults: FaultBook;
  /** An operator's work by hand, behind the partner's back. */
  readonly edits: OperatorEdits;
  private readonly backups: Backups;

  constructor(private readonly parts: ControlParts) {
    this.faults = parts.faults;
    this.edits = new OperatorEdits(parts.world);
    this.backups = new Backups(parts.world);
  }

  /**
   * Somebody stands in front of a reader. The door decides from what it holds and from its own clock.
   * @throws Refusal 128 for a reader or door that does not exist
   */
  walk(request: WalkRequest): WalkResult {
    return this.parts.world.passages.walk(request, request, request);
  }

  /** A crowd at one reader within one instant. @throws Refusal 128 for a reader or door that does not exist */
  walkMany(request: WalkManyRequest): WalkManyResult {
    return walkMany(this.parts.world, request);
  }

  /** What befalls events from now on. */
  setEventTroubles(settings: Partial<EventTroubleSettings>): EventTroubleSettings {
    this.parts.world.eventTroubles.change(settings);
    return this.parts.world.eventTroubles.settings();
  }

  /** What is not given goes back to its default. */
  setPushFaults(settings: PushSettings): void {
    this.parts.pushFaults?.set(settings);
  }

  /** How the result of an application is told. */
  setApplication(settings: Partial<ResultSettings>): ResultSettings {
    this.parts.world.application.results.change(settings);
    return this.parts.world.application.results.settings();
  }

  /** `applyDelayMs` undefined gives a door the world's own delay again. @throws Refusal 128 */
  setDoor(doorIndexCode: string, change: Partial<Pick<Door, 'isOnline' | 'clockOffsetMs' | 'applyDelayMs'>>): void {
    this.parts.world.setDoor(doorIndexCode, change);
  }

  /** null takes the fault away. @throws Refusal 128 */
  failApplications(doorIndexCode: string, fault: ApplicationFault | null): void {
    this.parts.world.application.setFault(doorIndexCode, fault);
  }

  setLimit(limit: Partial<RateLimit>): void {
    this.parts.limiter.change(limit);
    if (limit.windowMs !== undefined) this.parts.history.follow(limit.windowMs);
  }

  limit(): RateLimit {
    return this.parts.limiter.limit();
  }

  /** Sets HikCentral's clock ahead of (or behind) the true one; the doors' clocks follow it. */
  setServerClockOffset(offsetMs: number): void {
    this.parts.serverClock.offsetMs = offsetMs;
  }

  goDown(mode: DownMode, forMs?: number): Promise<void> {
    return this.parts.availability.goDown(mode, forMs);
  }

  comeUp(): Promise<void> {
    return this.parts.availability.comeUp();
  }

  /** An operator's own work at HikCentral: the endpoint runs unsigned, uncounted, and what it makes belongs to no partner. */
  asOperator(path: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.parts.pipeline.runAsOperator(path, body);
  }

  /** Backs up HikCentral's database. @returns the name to restore it by */
  backUp(name?: string): string {
    return this.backups.take(name);
  }

  /** HikCentral's database goes back; the doors keep what they hold. @throws Refusal 128 for a backup that does not exist */
  restore(name: string, scope: RestoreScope = {}): void {
    this.backups.restore(name, scope);
  }

  settings(): ControlSettings {
    const { limiter, world, serverClock, availability } = this.parts;
    return {
      limit: limiter.limit(),
      application: world.application.results.settings(),
      events: world.eventTroubles.settings(),
      serverClockOffsetMs: serverClock.offsetMs,
      down: availability.downMode(),
      personCapacity: world.persons.licence(),
      backups: this.backups.names(),
    };
  }

  snapshot(): WorldSnapshot {
    return takeSnapshot(this.parts.world);
  }

  /** Where a person is, by the code that outlives HikCentral's record: in the record and at each door. */
  whereabouts(personCode: string): Whereabouts {
    return findWhereabouts(this.parts.world, personCode);
  }

  personByCode(personCode: string): Person | undefined {
    return this.parts.world.persons.find({ personCode });
  }

  /** Persons this partner made, in the order of their making. */
  ownPersons(): Person[] {
    return this.parts.world.persons.all().filter(({ ownerAppKey }) => ownerAppKey === this.parts.appKey);
  }

  /** @throws Refusal 128 */
  members(privilegeGroupId: string): string[] {
    return [...this.parts.world.levels.get(privilegeGroupId).memberIds];
  }

  /** What a door's terminal holds, by person id. @throws Refusal 128 */
  doorCopies(doorIndexCode: string): ReadonlyMap<string, DoorCopy> {
    this.parts.world.perimeter.get(doorIndexCode);
    return this.parts.world.slates.get(doorIndexCode).copies.asMap();
  }

  /** The doors whose terminals hold this person, whatever HikCentral's record says. */
  doorsHolding(personId: string): string[] {
    return this.parts.world.slates.doorsHolding(personId);
  }

  arrivals(): readonly Arrival[] {
    return this.parts.history.arrivals();
  }

  effects(): readonly Effect[] {
    return this.parts.world.journal.effects();
  }

  callsByPath(): Record<string, number> {
    return this.parts.history.callsByPath();
  }

  /** How many old entries history no longer has. */
  droppedHistory(): { readonly arrivals: number; readonly entries: number } {
    return this.parts.history.dropped();
  }

  /** Arrivals, effects, answers and pushes in their order, one JSON line each. */
  historyLines(): Iterable<string> {
    return this.parts.history.lines();
  }

  /** The most arrivals of our AppKey in any window of this length, refused ones included. @throws RangeError see {@link History} */
  maxCallsInAnyWindow(windowMs: number, appKey: string = this.parts.appKey): number {
    return this.parts.history.maxCallsInAnyWindow(windowMs, appKey);
  }

  /** What our AppKey changed of what it had not made. */
  foreignChanges(): readonly Effect[] {
    return this.parts.world.journal.foreignChanges(this.parts.appKey);
  }
}
