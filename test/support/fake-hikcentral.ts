import {
  type AccessLevelRead,
  type ApplicationFailure,
  type ApplicationSummary,
  type DoorApplication,
  GatewayError,
  type GatewayErrorCode,
  type LevelMember,
  type Operation,
  type Page,
  type PersonRead,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type Clock } from '../../src/platform/clock/clock.js';

interface PersonRecord {
  readonly personId: string;
  readonly personCode: string;
  familyName: string;
  givenName: string;
  organisationId: string;
  beginTime: string;
  endTime: string;
  faceData: string;
}

interface DoorCopy {
  readonly endTime: string;
  readonly faceData: string;
}

export interface FakeDoor {
  readonly doorId: string;
  readonly name: string;
  isOnline: boolean;
  /** Persons with a change that waits for this door, and from when on it arrives; null: not asked for yet. */
  readonly waiting: Map<string, number | null>;
  readonly copies: Map<string, DoorCopy>;
  readonly failures: Set<string>;
  /** How many applications fail from now on. */
  failNext: number;
}

type Body = Readonly<Record<string, unknown>>;

/** Vendor's number of a refusal, as the gateway keeps it in the context of its error. */
export function refusal(code: GatewayErrorCode, vendorCode = '128'): GatewayError {
  return new GatewayError(code, code, { vendorCode });
}

/**
 * The part of HikCentral that access control speaks to, in memory and on the test's clock: it accepts at once and
 * applies to the doors later, only when asked to.
 */
export class FakeHikCentral {
  readonly persons = new Map<string, PersonRecord>();
  readonly levels = new Map<string, { readonly doorIds: readonly string[]; readonly members: Set<string> }>();
  readonly doors = new Map<string, FakeDoor>();
  readonly organisations = [{ id: '1', name: 'All', parentId: '0' }];
  capacity = Infinity;
  /** What every answer to `add-person` tells in place of the id; null: the truth. */
  toldPersonId: string | null = null;
  private nextId = 1_042;
  private nextOrganisationId = 7;

  constructor(
    private readonly clock: Clock,
    private readonly applyDelayMs = 500,
  ) {}

  addLevel(levelId: string, ...doorIds: string[]): void {
    this.levels.set(levelId, { doorIds, members: new Set() });
    for (const doorId of doorIds) {
      if (this.doors.has(doorId)) continue;
      const name = `Door ${doorId}`;
      const door = { doorId, name, isOnline: true, waiting: new Map(), copies: new Map(), failures: new Set<string>() };
      this.doors.set(doorId, { ...door, failNext: 0 });
    }
  }

  /** Who may pass which door right now. */
  held(): string[] {
    this.applyDue();
    const nowMs = this.clock.now().getTime();
    const byMembership = [...this.levels].flatMap(([levelId, { members }]) =>
      [...members]
        .filter((id) => this.isValid(this.persons.get(id)?.endTime, nowMs))
        .map((id) => `level ${levelId}: ${id}`),
    );
    const atDoors = [...this.doors.values()].flatMap(({ doorId, copies }) =>
      [...copies].filter(([, copy]) => this.isValid(copy.endTime, nowMs)).map(([id]) => `door ${doorId}: ${id}`),
    );
    return [...byMembership, ...atDoors].sort();
  }

  answer(operation: Operation<unknown>): unknown {
    this.applyDue();
    const handler = this.handlers[operation.name];
    if (handler === undefined) throw new Error(`no handler for ${operation.name}`);
    return handler(operation.body);
  }

  private readonly handlers: Readonly<Record<string, (body: Body) => unknown>> = {
    'list-organisations': () => this.page(this.organisations),
    'read-root-organisation': () => this.organisations[0],
    'add-organisation': ({ orgName }) => {
      const id = String(this.nextOrganisationId++);
      this.organisations.push({ id, name: String(orgName), parentId: '1' });
      return { id };
    },
    'list-access-levels': () =>
      this.page(
        [...this.levels].map(([id, { doorIds }]): AccessLevelRead => {
          return { id, name: `Level ${id}`, doors: doorIds.map((doorId) => ({ doorId, name: `Door ${doorId}` })) };
        }),
      ),
    'add-person': (body) => this.addPerson(body),
    'update-person': (body) => {
      const person = this.person(body['personId']);
      Object.assign(person, fieldsOf(body));
      this.mark(person.personId);
    },
    'update-face': (body) => {
      const person = this.person(body['personId']);
      refuseUnusableFace(body['faceData']);
      person.faceData = String(body['faceData']);
      this.mark(person.personId);
    },
    'delete-person': (body) => this.deletePerson(this.person(body['personId'])),
    'find-person-by-code': ({ personCode }) => this.findByCode(String(personCode)),
    'give-access-level': (body) => this.changeLevel(body, (members, id) => members.add(id)),
    'take-access-level': (body) => this.changeLevel(body, (members, id) => members.delete(id)),
    'list-access-level-members': ({ privilegeGroupId }) =>
      this.page(
        [...this.level(privilegeGroupId).members].map((personId): LevelMember => {
          return { personId, personCode: this.persons.get(personId)?.personCode ?? null };
        }),
      ),
    'request-application': ({ personIds }) => this.apply(String(personIds).split(',')),
    'read-application-summary': () => this.summary(),
    'read-application-failures': () => this.page(this.failures()),
    'read-person-application': ({ id }) => this.ownApplication(String(id)),
  };

  private addPerson(body: Body): { personId: string } {
    const personCode = String(body['personCode']);
    if (!this.organisations.some(({ id }) => id === body['orgIndexCode'])) throw refusal('GATEWAY.NOT_FOUND');
    if ([...this.persons.values()].some((person) => person.personCode === personCode)) {
      throw refusal('GATEWAY.CONFLICT', '131');
    }
    const [face] = body['faces'] as { faceData: string }[];
    refuseUnusableFace(face?.faceData);
    if (this.persons.size >= this.capacity) throw refusal('GATEWAY.CAPACITY', '132');
    const personId = String(this.nextId++);
    this.persons.set(personId, { personId, personCode, ...fieldsOf(body), faceData: String(face?.faceData) });
    return { personId: this.toldPersonId ?? personId };
  }

  private deletePerson({ personId }: PersonRecord): void {
    this.persons.delete(personId);
    for (const { members } of this.levels.values()) members.delete(personId);
    for (const { copies } of this.doors.values()) copies.delete(personId);
  }

  private findByCode(personCode: string): PersonRead | null {
    const person = [...this.persons.values()].find((one) => one.personCode === personCode);
    if (person === undefined) return null;
    const { personId, organisationId, familyName, givenName } = person;
    const validity = { beginsAt: new Date(person.beginTime), endsAt: new Date(person.endTime) };
    return {
      personId,
      personCode,
      organisationId,
      familyName,
      givenName,
      hasFace: true,
      faceUri: `face/${personId}`,
      validity,
      accessLevelIds: [...this.levels].flatMap(([id, { members }]) => (members.has(personId) ? [id] : [])),
    };
  }

  private changeLevel({ privilegeGroupId, list }: Body, change: (members: Set<string>, id: string) => void): void {
    const { members, doorIds } = this.level(privilegeGroupId);
    const ids = (list as { id?: string; personCode?: string }[]).map(({ id, personCode }) => {
      const named = id ?? [...this.persons.values()].find((one) => one.personCode === personCode)?.personId;
      return this.person(named).personId;
    });
    for (const id of ids) {
      change(members, id);
      for (const doorId of doorIds) this.waitAt(doorId, id);
    }
  }

  private mark(personId: string): void {
    for (const { doorIds, members } of this.levels.values()) {
      if (members.has(personId)) for (const doorId of doorIds) this.waitAt(doorId, personId);
    }
  }

  private waitAt(doorId: string, personId: string): void {
    const waiting = this.doors.get(doorId)!.waiting;
    if (!waiting.has(personId)) waiting.set(personId, null);
  }

  private apply(personIds: readonly string[]): void {
    const atMs = this.clock.now().getTime() + this.applyDelayMs;
    for (const { waiting, failures } of this.doors.values()) {
      for (const id of personIds) if (waiting.has(id) || failures.delete(id)) waiting.set(id, atMs);
    }
  }

  /** Each door takes a person as the record is when the application arrives. */
  private applyDue(): void {
    const nowMs = this.clock.now().getTime();
    for (const door of this.doors.values()) {
      if (!door.isOnline) continue;
      for (const [id, atMs] of [...door.waiting]) {
        if (atMs === null || atMs > nowMs) continue;
        door.waiting.delete(id);
        if (door.failNext > 0) {
          door.failNext -= 1;
          door.failures.add(id);
          continue;
        }
        const person = this.persons.get(id);
        const isEntitled = [...this.levels.values()].some(
          ({ doorIds, members }) => members.has(id) && doorIds.includes(door.doorId),
        );
        if (isEntitled && person) door.copies.set(id, { endTime: person.endTime, faceData: person.faceData });
        else door.copies.delete(id);
      }
    }
  }

  private summary(): ApplicationSummary {
    const doors = [...this.doors.values()];
    const count = (size: (door: FakeDoor) => number): number => doors.reduce((sum, door) => sum + size(door), 0);
    return {
      pendingCount: count(({ waiting }) => waiting.size),
      editedPendingCount: 0,
      failedCount: count(({ failures }) => failures.size),
    };
  }

  private failures(): ApplicationFailure[] {
    return [...this.doors.values()].flatMap(({ name, failures }) =>
      [...failures].map((id): ApplicationFailure => {
        return { personCode: this.persons.get(id)?.personCode ?? '', doorName: name, parts: ['face'] };
      }),
    );
  }

  private ownApplication(personId: string): readonly DoorApplication[] {
    return [...this.doors.values()]
      .filter(
        ({ doorId, waiting, copies, failures }) =>
          waiting.has(personId) ||
          copies.has(personId) ||
          failures.has(personId) ||
          [...this.levels.values()].some(({ doorIds, members }) => members.has(personId) && doorIds.includes(doorId)),
      )
      .map(({ doorId, name, isOnline, waiting, failures }) => {
        const state = failures.has(personId) ? 'failed' : waiting.has(personId) ? 'pending' : 'applied';
        return { doorId, name, isOnline, state };
      });
  }

  private person(personId: unknown): PersonRecord {
    const person = this.persons.get(String(personId));
    if (person === undefined) throw refusal('GATEWAY.NOT_FOUND');
    return person;
  }

  private level(levelId: unknown) {
    const level = this.levels.get(String(levelId));
    if (level === undefined) throw refusal('GATEWAY.NOT_FOUND');
    return level;
  }

  private page<T>(items: readonly T[]): Page<T> {
    return { items, rawCount: items.length, total: items.length, pageNo: 1, pageSize: 500 };
  }

  private isValid(endTime: string | undefined, nowMs: number): boolean {
    return endTime !== undefined && Date.parse(endTime) > nowMs;
  }
}

function fieldsOf(body: Body) {
  const text = (name: string): string => String(body[name]);
  return {
    familyName: text('personFamilyName'),
    givenName: text('personGivenName'),
    organisationId: text('orgIndexCode'),
    beginTime: text('beginTime'),
    endTime: text('endTime'),
  };
}

function refuseUnusableFace(faceData: unknown): void {
  const start = Buffer.from(String(faceData), 'base64').subarray(0, 2);
  if (!start.equals(Buffer.from([0xff, 0xd8]))) throw refusal('GATEWAY.INVALID_REQUEST', '2');
}
