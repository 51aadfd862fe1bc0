/** What an incident is about; null where it does not apply. */
interface OfIncident {
  readonly incidentId: string;
  readonly kind:
    | 'entry_after_revocation'
    | 'exit_without_entry'
    | 'long_stay'
    | 'stuck_at_exit'
    | 'face_failures'
    | 'repeated_failure'
    | 'outside_working_hours';
  readonly serverId: string | null;
  readonly doorId: string | null;
  readonly guestId: string | null;
  readonly visitId: string | null;
  readonly passageId: string | null;
}

/** Published by `monitoring`. */
export interface MonitoringEvents {
  /** An event of HikCentral about one of our persons was stored, exactly once. */
  'monitoring.passage-recorded.v1': {
    readonly passageId: string;
    readonly serverId: string;
    /** HikCentral's id of the event: with the server the identity of a passage, and its tie-breaker in the fold. */
    readonly eventId: string;
    readonly guestId: string;
    readonly doorId: string;
    readonly direction: 'entry' | 'exit' | null;
    readonly result: 'granted' | 'denied' | 'face_mismatch' | 'other';
    /** The device's clock, RFC 3339. */
    readonly occurredAt: string;
  };
  /** Passages follow a merge: all of `mergedGuestId` are those of `guestId` now. `unattached`: of no visit, to be given anew. */
  'monitoring.passages-moved.v1': {
    readonly guestId: string;
    readonly mergedGuestId: string;
    readonly unattached: readonly {
      readonly passageId: string;
      readonly serverId: string;
      readonly eventId: string;
      readonly direction: 'entry' | 'exit' | null;
      readonly result: 'granted' | 'denied' | 'face_mismatch' | 'other';
      readonly occurredAt: string;
    }[];
  };
  /** The clock of a door went off by more than ten seconds, or came right again. */
  'monitoring.door-clock-changed.v1': {
    readonly serverId: string;
    readonly doorId: string;
    /** Ahead of HikCentral's positive. */
    readonly offsetSeconds: number;
    readonly isOff: boolean;
  };
  /** Doors did not take faces of persons who are not ours: where, and from when to when, RFC 3339. Of whom is not kept. */
  'monitoring.foreign-faces-refused.v1': {
    readonly serverId: string;
    readonly refused: readonly { readonly doorId: string; readonly from: string; readonly to: string }[];
  };
  /** A person should look after this. `occurredAt`: when it became an incident, RFC 3339. */
  'monitoring.incident-raised.v1': OfIncident & { readonly occurredAt: string };
  /** `ownerId`: id of the user or API key who looks after it now. */
  'monitoring.incident-taken.v1': OfIncident & { readonly ownerId: string };
  /** Somebody has looked after it; why it is over stands with the incident. */
  'monitoring.incident-closed.v1': OfIncident & { readonly closedBy: string };
  /** What became known later showed that it was none. */
  'monitoring.incident-withdrawn.v1': OfIncident;
  /** HikCentral opened a door by a person's word, or may have: `isCertain` says which. */
  'monitoring.door-opened.v1': {
    /** Stands in the audit log beside who and why. */
    readonly openingId: string;
    readonly serverId: string;
    readonly doorId: string;
    readonly isCertain: boolean;
  };
}
