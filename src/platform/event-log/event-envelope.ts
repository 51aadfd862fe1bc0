/** Why something happened: a person, a passage, the passing of time, an answer of HikCentral. */
export interface Cause {
  readonly kind: 'user' | 'api-key' | 'passage' | 'time' | 'hikcentral' | 'system';
  /** Id of the user, key, passage or call; null where there is none. */
  readonly ref: string | null;
}

/** An event as its publisher states it. */
export interface PendingEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Visits on whose timeline it stands. */
  readonly visitIds: readonly string[];
  readonly cause: Cause;
}

/** An event as a consumer reads it. */
export interface EventEnvelope<Data = Readonly<Record<string, unknown>>> {
  /** Commit order within an epoch; a decimal string, since it is a bigint. */
  readonly position: string;
  readonly id: string;
  readonly name: string;
  readonly at: Date;
  readonly data: Data;
  readonly visitIds: readonly string[];
  readonly cause: Cause;
  readonly traceId: string;
}
