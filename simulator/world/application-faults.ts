import { type Person } from './model.js';

/** Makes applications to one door fail. */
export interface ApplicationFault {
  readonly errorItems: string;
  /** How many applications fail; null for all until the fault is taken away. */
  readonly times: number | null;
  /** Only this person's; every person's when absent. */
  readonly personCode?: string;
}

export const FACE_ITEM = '3';

/** At most one fault a door. */
export class ApplicationFaults {
  private readonly byDoor = new Map<string, ApplicationFault>();

  /** null takes the fault away. */
  set(doorIndexCode: string, fault: ApplicationFault | null): void {
    if (fault === null) this.byDoor.delete(doorIndexCode);
    else this.byDoor.set(doorIndexCode, fault);
  }

  /** What refuses this application, used up by one. */
  take(doorIndexCode: string, person: Person | undefined, isEntitled: boolean): string | undefined {
    const fault = this.byDoor.get(doorIndexCode);
    if (fault === undefined) return undefined;
    if (fault.personCode !== undefined && fault.personCode !== person?.personCode) return undefined;
    // There is no face to refuse where none is sent.
    if (fault.errorItems === FACE_ITEM && (!isEntitled || person?.face === null)) return undefined;
    if (fault.times !== null) {
      this.set(doorIndexCode, fault.times > 1 ? { ...fault, times: fault.times - 1 } : null);
    }
    return fault.errorItems;
  }
}
