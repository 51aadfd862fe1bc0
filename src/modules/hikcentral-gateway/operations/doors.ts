import { type GatewayErrorCode } from '../gateway.errors.js';

/** How a door stands right now. */
export type DoorState = 'closed' | 'open' | 'remains-open' | 'remains-closed' | 'offline';

export interface DoorRead {
  readonly id: string;
  readonly name: string;
  readonly isOnline: boolean;
  /** null when it is not told. */
  readonly state: DoorState | null;
  readonly deviceId: string | null;
  readonly regionId: string | null;
}

/** A terminal or controller at one or more doors. */
export interface DeviceRead {
  readonly id: string;
  readonly name: string;
  /** Address and port as HikCentral reaches it. */
  readonly address: string | null;
  readonly port: number | null;
  readonly status: 'online' | 'offline' | 'unknown';
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

/** `open` lets one passage through; the two others with `keep` hold until the next command. */
export type DoorCommand = 'open' | 'close' | 'keep-open' | 'keep-closed';

/** What became of a command at one door. */
export interface DoorCommandResult {
  readonly doorId: string;
  /** `unknown`: HikCentral took the command and says nothing of this door. */
  readonly result: 'done' | 'failed' | 'unknown';
  /** Why it failed, as HikCentral numbers it; null when it did not, or when that is not told. */
  readonly vendorCode: string | null;
  /** What that number means; null with `vendorCode`. */
  readonly errorCode: GatewayErrorCode | null;
}
