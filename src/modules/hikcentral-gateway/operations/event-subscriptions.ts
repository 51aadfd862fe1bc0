import { type DoorEventRead } from './doors.js';

/** Where HikCentral pushes events of which types. */
export interface EventSubscription {
  readonly eventTypes: readonly number[];
  readonly destination: string;
  /** null when it is not told. */
  readonly keepsMissed: boolean | null;
}

/**
 * An event as it was pushed. Nothing signs a push, it may come twice and out of order: a hint of what to read, no proof of
 * a passage.
 */
export interface PushedEvent {
  readonly eventId: string;
  readonly eventType: number;
  readonly result: DoorEventRead['result'];
  /** When it happened, as HikCentral says. */
  readonly occurredAt: Date;
  /** null when it came from something else than a door. */
  readonly doorId: string | null;
  readonly doorName: string;
  readonly personId: string | null;
  readonly personCode: string | null;
  readonly readerId: string | null;
  readonly pictureUri: string | null;
}
