import { type SimulatorControl } from '../../simulator/index.js';
import { VISITORS_LEVEL } from '../support/vestibule.js';

export const DOORS_OF_LEVEL = ['1', '2'];

/** What HikCentral and its doors hold of one guest. */
export interface Held {
  readonly isMember: boolean;
  readonly doors: readonly string[];
}

/** One guest, known by a name that nobody else has. */
export class Guest {
  constructor(
    private readonly control: SimulatorControl,
    readonly name: string,
  ) {}

  get fullName(): string {
    return `${this.name} Ost`;
  }

  persons() {
    return this.control.ownPersons().filter(({ givenName }) => givenName === this.name);
  }

  held(): Held {
    const ids = this.persons().map(({ personId }) => personId);
    const members = this.control.members(VISITORS_LEVEL);
    return {
      isMember: ids.some((id) => members.includes(id)),
      doors: [...new Set(ids.flatMap((id) => this.control.doorsHolding(id)))].sort(),
    };
  }
}

export function isGranted({ isMember, doors }: Held): boolean {
  return isMember && DOORS_OF_LEVEL.every((door) => doors.includes(door));
}

export function isRevoked({ isMember, doors }: Held): boolean {
  return !isMember && doors.length === 0;
}
