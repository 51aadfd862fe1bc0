import { type Direction, type PassageResult } from '../../domain/passage.js';

/** What each means: `guest-findings.ts`, `door-findings.ts`. */
export const INCIDENT_KINDS = [
  'entry_after_revocation',
  'exit_without_entry',
  'long_stay',
  'stuck_at_exit',
  'face_failures',
  'repeated_failure',
  'outside_working_hours',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** `withdrawn`: what came later showed that it was none. */
export const INCIDENT_STATES = ['open', 'taken', 'closed', 'withdrawn'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];
/** Somebody should still do something about these. */
export const STANDING_STATES = ['open', 'taken'] as const satisfies readonly IncidentState[];

/** That there is an incident, as a function of what is known. */
export interface Finding {
  readonly kind: IncidentKind;
  /** With the kind its identity: however often and by whomever it is found, it is one incident. */
  readonly about: string;
  /** When it became one, by the device's clock. */
  readonly occurredAt: Date;
  readonly serverId: string | null;
  readonly doorId: string | null;
  readonly guestId: string | null;
  readonly visitId: string | null;
  readonly passageId: string | null;
}

/** A finding somebody has to look after. Ids only. */
export interface Incident extends Finding {
  readonly id: string;
  readonly state: IncidentState;
  /** Rises with each change of state and of owner. */
  readonly version: number;
  readonly raisedAt: Date;
  /** Id of the user or API key that took it last. */
  readonly ownerId: string | null;
  readonly takenAt: Date | null;
  /** Also when it was withdrawn, which is nobody's doing. */
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly closeReason: string | null;
}

/** A passage as far as incidents depend on it. */
export interface SeenPassage {
  readonly passageId: string;
  readonly serverId: string;
  readonly eventId: string;
  readonly guestId: string;
  readonly doorId: string;
  readonly direction: Direction | null;
  readonly result: PassageResult;
  readonly occurredAt: Date;
}
