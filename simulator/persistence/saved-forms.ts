import { type ApplicationFailure } from '../world/door-slates.js';
import { type AccessEvent, type AccessLevel, type DoorCopy, type Face, type Person } from '../world/model.js';
import { type KeptEvent } from '../world/passages.js';
import { type Visit, type VisitorDetails } from '../world/visitors.js';
import { type WorldState } from '../world/world-state.js';

export type WithFaceId<T extends { readonly face: Face | null }> = Omit<T, 'face'> & { readonly face: string | null };
export type SavedPerson = WithFaceId<Person>;
export type SavedVisit = Omit<Visit, 'visitor'> & { readonly visitor: WithFaceId<VisitorDetails> };
/** Its members are changes of their own. */
export type SavedLevel = Omit<AccessLevel, 'memberIds'> & { readonly memberIds: readonly [] };

/** The part of a world that is small, or seldom changes: written whole when it differs. */
export type SavedRest = Omit<WorldState, 'persons' | 'levels' | 'slates' | 'events' | 'keptEvents' | 'visits'> & {
  readonly levels: readonly SavedLevel[];
  /** Visits are changes of their own; once they were in here. */
  readonly visits?: readonly SavedVisit[];
};

/** What one door knows of a person; null for nothing. */
export interface SavedFootprint {
  readonly door: string;
  readonly copy: DoorCopy | null;
  readonly isQueued: boolean | null;
  readonly failure: ApplicationFailure | null;
}

/** One change on disk. Each says what is, not what was done, so that doing it twice does no harm. */
export type SavedChange =
  /** Nothing of what came before holds any more. */
  | { readonly t: 'reset' }
  | { readonly t: 'rest'; readonly rest: SavedRest }
  | {
      readonly t: 'person';
      readonly id: string;
      /** null once deleted, and for visitors, who are no persons. */
      readonly person: SavedPerson | null;
      readonly levels: readonly string[];
      readonly doors: readonly SavedFootprint[];
    }
  | { readonly t: 'member'; readonly level: string; readonly id: string; readonly isIn: boolean }
  | { readonly t: 'members'; readonly level: string; readonly ids: readonly string[] }
  | { readonly t: 'visit'; readonly visit: SavedVisit }
  /** Recorded one after another, the first at the place `from`; without one, after all there are. */
  | { readonly t: 'events'; readonly from?: number; readonly events: readonly AccessEvent[] }
  /** The list of kept events is its first `from` entries, and then these. */
  | { readonly t: 'kept'; readonly from: number; readonly events: readonly KeptEvent[] };

export function withFaceId<T extends { readonly face: Face | null }>(holder: T): WithFaceId<T> {
  return { ...holder, face: holder.face?.sha256 ?? null };
}
