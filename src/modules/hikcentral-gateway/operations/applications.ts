/** The global state of application: not about one person. */
export interface ApplicationSummary {
  readonly pendingCount: number;
  readonly editedPendingCount: number;
  readonly failedCount: number;
}

export interface ApplicationFailure {
  readonly personCode: string;
  readonly doorName: string;
  /** What did not arrive. */
  readonly parts: readonly ('device' | 'card' | 'fingerprint' | 'face' | 'person')[];
}

/** One person's application, door by door. */
export interface DoorApplication {
  readonly doorId: string;
  readonly name: string;
  readonly isOnline: boolean | null;
  readonly state: 'applied' | 'pending' | 'failed';
}
