import { type ApplicationCounts } from '../world/application.js';
import { type ApplicationFailure } from '../world/door-slates.js';
import { fullName } from '../world/model.js';
import { type DoorCopy, type Organisation, type Person } from '../world/model.js';
import { type World } from '../world/world.js';

export interface PersonView {
  readonly personId: string;
  readonly personCode: string;
  readonly personName: string;
  readonly orgIndexCode: string;
  readonly beginTime: string;
  readonly endTime: string;
  readonly hasFace: boolean;
  readonly privilegeGroupIds: readonly string[];
  readonly isForeign: boolean;
}

export interface DoorView {
  readonly doorIndexCode: string;
  readonly doorName: string;
  readonly isOnline: boolean;
  readonly clockOffsetMs: number;
  readonly readers: readonly { readonly readerIndexCode: string; readonly direction: 'in' | 'out' }[];
  readonly copies: readonly DoorCopy[];
  readonly waiting: readonly { readonly personId: string; readonly isQueued: boolean }[];
  readonly failures: readonly ApplicationFailure[];
}

export interface WorldSnapshot {
  readonly organisations: readonly Organisation[];
  readonly persons: readonly PersonView[];
  readonly levels: readonly {
    readonly privilegeGroupId: string;
    readonly name: string;
    readonly doorIndexCodes: readonly string[];
    readonly memberIds: readonly string[];
  }[];
  readonly doors: readonly DoorView[];
  readonly application: ApplicationCounts;
  readonly eventCount: number;
}

/** A copy of everything, for looking at: nothing in it changes afterwards. Times are UTC. */
export function takeSnapshot(world: World): WorldSnapshot {
  return {
    organisations: world.organisations.all().map((organisation) => ({ ...organisation })),
    persons: world.persons.all().map((person) => viewPerson(person, world)),
    levels: world.levels.all().map(({ privilegeGroupId, name, doorIndexCodes, memberIds }) => ({
      privilegeGroupId,
      name,
      doorIndexCodes,
      memberIds: [...memberIds],
    })),
    doors: world.perimeter.all().map((door) => {
      const { copies, waiting, failures } = world.slates.get(door.doorIndexCode);
      return {
        doorIndexCode: door.doorIndexCode,
        doorName: door.doorName,
        isOnline: door.isOnline,
        clockOffsetMs: door.clockOffsetMs,
        readers: door.readers.map(({ readerIndexCode, direction }) => ({ readerIndexCode, direction })),
        copies: [...copies.values()],
        waiting: [...waiting].map(([personId, { isQueued }]) => ({ personId, isQueued })),
        failures: [...failures.values()],
      };
    }),
    application: world.application.results.counts(),
    eventCount: world.events.all().length,
  };
}

/** Where one person is: in HikCentral's record, and at each door. */
export interface Whereabouts {
  /** null once HikCentral has deleted the person; doors may still hold a copy. */
  readonly person: PersonView | null;
  readonly doors: readonly {
    readonly doorIndexCode: string;
    readonly copy: DoorCopy | null;
    /** 0 applied, 1 to be applied, 2 failed. */
    readonly status: number;
  }[];
}

export function findWhereabouts(world: World, personCode: string): Whereabouts {
  const person = world.persons.find({ personCode });
  return {
    person: person === undefined ? null : viewPerson(person, world),
    doors: world.perimeter.all().map(({ doorIndexCode }) => {
      const copy = world.slates.get(doorIndexCode).copies.findByCode(personCode);
      const personId = person?.personId ?? copy?.personId;
      const status = personId === undefined ? 0 : world.application.results.statusAt(doorIndexCode, personId);
      return { doorIndexCode, copy: copy ?? null, status };
    }),
  };
}

function viewPerson(person: Person, world: World): PersonView {
  return {
    personId: person.personId,
    personCode: person.personCode,
    personName: fullName(person),
    orgIndexCode: person.orgIndexCode,
    beginTime: new Date(person.beginTimeMs).toISOString(),
    endTime: new Date(person.endTimeMs).toISOString(),
    hasFace: person.face !== null,
    privilegeGroupIds: world.levels.levelsOf(person.personId).map(({ privilegeGroupId }) => privilegeGroupId),
    isForeign: person.ownerAppKey === null,
  };
}
