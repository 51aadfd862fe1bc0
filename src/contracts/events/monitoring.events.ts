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
  /** The clock of a door went off by more than ten seconds, or came right again. */
  'monitoring.door-clock-changed.v1': {
    readonly serverId: string;
    readonly doorId: string;
    /** Ahead of HikCentral's positive. */
    readonly offsetSeconds: number;
    readonly isOff: boolean;
  };
  /** HikCentral opened a door by a person's word, or may have: `isCertain` says which. */
  'monitoring.door-opened.v1': {
    /** Stands in the audit log beside who and why. */
    readonly openingId: string;
    readonly serverId: string;
    readonly doorId: string;
    readonly isCertain: boolean;
  };
}
