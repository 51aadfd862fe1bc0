export interface DoorRead {
  readonly id: string;
  readonly name: string;
  readonly isOnline: boolean;
}

/** An access event as HikCentral holds it. `granted` is ours to say: from the table of event types. */
export interface DoorEventRead {
  readonly eventId: string;
  readonly eventType: number;
  readonly result: 'granted' | 'denied' | 'face_mismatch' | 'other';
  /** When HikCentral recorded it: what windows filter on. */
  readonly recordedAt: Date;
  /** The device's clock. */
  readonly occurredAt: Date;
  readonly personId: string | null;
  readonly personCode: string | null;
  readonly doorId: string;
  readonly doorName: string;
  readonly readerId: string | null;
  readonly pictureUri: string | null;
}
