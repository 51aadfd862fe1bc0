import { type Scheduler } from '../runtime/time.js';
import { AccessLevels } from './access-levels.js';
import { Application } from './application.js';
import { DoorSlates } from './door-slates.js';
import { EventLog } from './event-log.js';
import { EventTroubles } from './event-troubles.js';
import { type Journal } from './journal.js';
import { LevelAdmin } from './level-admin.js';
import { type Actor, type Door, type Face, ownerOf, type Person, type PersonChanges } from './model.js';
import { Organisations } from './organisations.js';
import { Passages } from './passages.js';
import { Perimeter } from './perimeter.js';
import { type NewPerson, type PersonHandle, Persons } from './persons.js';
import { type QrCodeConfig } from './qr-code-config.js';
import { Subscriptions } from './subscriptions.js';
import { Visitors } from './visitors.js';
import { Visits, type VisitSettings } from './visits.js';
import { type WorldState } from './world-state.js';

export interface WorldSettings {
  readonly applyDelayMs: number;
  readonly eventDelayMs: number;
  readonly personCapacity: number | null;
  /** Default: visitors need no approval, and stay overdue until somebody checks them out. */
  readonly visits?: VisitSettings;
}

const VISITS: VisitSettings = { needApproval: false, endByThemselves: false };

/** Everything HikCentral and its terminals know, and the verbs that change it. Knows nothing of HTTP. */
export class World {
  readonly organisations: Organisations;
  readonly persons: Persons;
  readonly levels: AccessLevels;
  readonly levelAdmin: LevelAdmin;
  readonly perimeter: Perimeter;
  readonly slates: DoorSlates;
  readonly application: Application;
  readonly events: EventLog;
  readonly eventTroubles = new EventTroubles();
  readonly passages: Passages;
  readonly visits: Visits;
  readonly subscriptions: Subscriptions;
  qrCodeConfig: QrCodeConfig;

  constructor(
    state: WorldState,
    readonly settings: WorldSettings,
    readonly journal: Journal,
    scheduler: Scheduler,
    readonly nowMs: () => number,
  ) {
    this.persons = new Persons(state.persons, state.nextPersonId, settings.personCapacity);
    this.organisations = new Organisations(
      state.organisations,
      state.nextOrgIndexCode,
      journal,
      (code) => !this.persons.isEmptyOrganisation(code),
    );
    this.levels = new AccessLevels(state.levels);
    this.perimeter = new Perimeter(state.doors);
    this.slates = new DoorSlates(state.slates);
    const visitors = new Visitors(state.visits);
    this.application = new Application(
      this.slates,
      { find: (handle) => this.persons.find(handle) ?? holderOf(handle, visitors) },
      this.levels,
      this.perimeter,
      journal,
      scheduler,
      nowMs,
      settings.applyDelayMs,
    );
    this.levelAdmin = new LevelAdmin(this.levels, this.perimeter, this.application, journal);
    this.events = new EventLog(state.events);
    const { eventIdSalt } = state;
    const { eventDelayMs } = settings;
    const passageSettings = { eventDelayMs, eventIdSalt };
    this.passages = new Passages(
      this.slates,
      this.perimeter,
      this.events,
      this.eventTroubles,
      [...state.keptEvents],
      state.nextEventNumber ?? state.events.length + 1,
      journal,
      nowMs,
      passageSettings,
    );
    this.subscriptions = new Subscriptions(state.subscriptions, journal);
    this.qrCodeConfig = state.qrCodeConfig;
    this.visits = new Visits(
      visitors,
      this.persons,
      this.levels,
      this.application,
      journal,
      scheduler,
      nowMs,
      settings.visits ?? VISITS,
    );
    for (const { doorIndexCode } of state.doors) this.application.resume(doorIndexCode);
  }

  /** @throws Refusal 128 for the organisation, 131, 132, 2 */
  addPerson(draft: Omit<NewPerson, 'ownerAppKey'>, actor: Actor): Person {
    this.organisations.get(draft.orgIndexCode);
    const person = this.persons.add({ ...draft, ownerAppKey: ownerOf(actor) });
    this.recordPerson('person-added', person, actor);
    return person;
  }

  /** @throws Refusal 128 for the organisation, 131 for a card, 2 */
  updatePerson(person: Person, changes: PersonChanges, actor: Actor): void {
    if (changes.orgIndexCode !== undefined) this.organisations.get(changes.orgIndexCode);
    this.persons.update(person, changes);
    this.application.markEverywhere(person.personId);
    this.recordPerson('person-changed', person, actor);
  }

  /** null takes the face away, which no call of the API can. */
  replaceFace(person: Person, face: Face | null, actor: Actor): void {
    person.face = face;
    this.application.markEverywhere(person.personId);
    this.recordPerson('face-replaced', person, actor);
  }

  deletePerson(person: Person, actor: Actor): void {
    for (const level of this.levels.levelsOf(person.personId)) level.memberIds.delete(person.personId);
    this.persons.delete(person);
    this.application.dropDeleted(person.personId);
    this.recordPerson('person-deleted', person, actor);
  }

  /** Members already in the level stay as they are. @throws Refusal 128 for the level */
  addMembers(privilegeGroupId: string, members: readonly Person[], actor: Actor): void {
    const level = this.levels.get(privilegeGroupId);
    for (const person of members) {
      if (level.memberIds.has(person.personId)) continue;
      level.memberIds.add(person.personId);
      // A visitor who has not come yet is applied at check-in.
      if (this.hasCome(person.personId)) this.application.mark(person.personId, level.doorIndexCodes);
      this.recordPerson('member-added', person, actor, privilegeGroupId);
    }
  }

  /** Persons who are no members are passed over. @throws Refusal 128 for the level */
  removeMembers(privilegeGroupId: string, members: readonly Person[], actor: Actor): void {
    const level = this.levels.get(privilegeGroupId);
    for (const person of members) {
      if (!level.memberIds.delete(person.personId)) continue;
      this.application.mark(person.personId, level.doorIndexCodes);
      this.recordPerson('member-removed', person, actor, privilegeGroupId);
    }
  }

  /** @throws Refusal 128 */
  setDoor(doorIndexCode: string, change: Partial<Pick<Door, 'isOnline' | 'clockOffsetMs' | 'applyDelayMs'>>): void {
    const door = this.perimeter.get(doorIndexCode);
    const isBack = change.isOnline === true && !door.isOnline;
    Object.assign(door, change);
    this.journal.record({ actor: { by: 'operator' }, kind: 'door-set', ownerAppKey: null, doorIndexCode });
    if (isBack) {
      this.application.resume(doorIndexCode);
      this.passages.uploadKept(doorIndexCode);
    }
  }

  controlDoor(door: Door, doorState: number, actor: Actor): void {
    door.doorState = doorState;
    const { doorIndexCode } = door;
    this.journal.record({ actor, kind: 'door-controlled', ownerAppKey: null, doorIndexCode });
  }

  configureQrCodes(config: QrCodeConfig, actor: Actor): void {
    this.qrCodeConfig = config;
    // The site's own, so everybody's and nobody's.
    this.journal.record({ actor, kind: 'qr-code-configured', ownerAppKey: null });
  }

  private hasCome(personId: string): boolean {
    const visit = this.visits.findByVisitor(personId);
    return visit === undefined || visit.checkedInAtMs !== null;
  }

  private recordPerson(
    kind: 'person-added' | 'person-changed' | 'person-deleted' | 'face-replaced' | 'member-added' | 'member-removed',
    { personId, ownerAppKey }: Person,
    actor: Actor,
    privilegeGroupId?: string,
  ): void {
    const level = privilegeGroupId === undefined ? {} : { privilegeGroupId };
    this.journal.record({ actor, kind, ownerAppKey, personId, ...level });
  }
}

function holderOf(handle: PersonHandle, visitors: Visitors): Person | undefined {
  return 'personId' in handle ? visitors.holder(handle.personId) : undefined;
}
