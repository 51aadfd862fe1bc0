import { type HikCentral } from '../world/hikcentral.js';
import { DEFAULT_LEVELS } from '../../../simulator/world/default-world.js';
import { type Person } from '../../../simulator/world/model.js';

/** Levels that a guest can be given. */
export const GUEST_LEVELS = ['1', '2'] as const;

const DOORS_BY_LEVEL: ReadonlyMap<string, readonly string[]> = new Map(
  DEFAULT_LEVELS.map(({ privilegeGroupId, doorIndexCodes }) => [privilegeGroupId, doorIndexCodes]),
);
const NO_DOORS: readonly string[] = [];

export function doorsOf(levelId: string): readonly string[] {
  return DOORS_BY_LEVEL.get(levelId) ?? NO_DOORS;
}

const GUEST_DOORS: readonly string[] = [...new Set(GUEST_LEVELS.flatMap(doorsOf))];

/** What HikCentral and its doors really hold, whatever anybody says. */
export class DoorsSeen {
  constructor(private readonly hikcentral: HikCentral) {}

  person(code: string): Person | undefined {
    return this.hikcentral.control.personByCode(code);
  }

  persons(): readonly Person[] {
    return this.hikcentral.control.ownPersons();
  }

  isMember(person: Person, levelId: string): boolean {
    return this.hikcentral.world.levels.get(levelId).memberIds.has(person.personId);
  }

  /** A level of guests, or a copy at one of their doors, valid or not. */
  holdsAnything(code: string, person: Person | undefined): boolean {
    const { slates } = this.hikcentral.world;
    return (
      (person !== undefined && GUEST_LEVELS.some((levelId) => this.isMember(person, levelId))) ||
      GUEST_DOORS.some((doorId) => slates.get(doorId).copies.findByCode(code) !== undefined)
    );
  }

  isOnline(doorId: string): boolean {
    return this.hikcentral.world.perimeter.get(doorId).isOnline;
  }

  /** Would a walk succeed now? */
  admits(doorId: string, code: string): boolean {
    const { world } = this.hikcentral;
    const copy = world.slates.get(doorId).copies.findByCode(code);
    if (copy === undefined || copy.faceSha256 === null) return false;
    const doorMs = this.hikcentral.serverNowMs() + world.perimeter.get(doorId).clockOffsetMs;
    return copy.beginTimeMs <= doorMs && doorMs < copy.endTimeMs;
  }

  /** The door has a copy that does not end by this instant of HikCentral's clock. */
  holds(doorId: string, code: string, byMs: number): boolean {
    const copy = this.hikcentral.world.slates.get(doorId).copies.findByCode(code);
    return copy !== undefined && copy.endTimeMs > byMs;
  }

  /** Nothing waits to be applied, and nothing failed. */
  isApplied(doorId: string, personId: string): boolean {
    const { waiting, failures } = this.hikcentral.world.slates.get(doorId);
    return !waiting.has(personId) && !failures.has(personId);
  }
}
