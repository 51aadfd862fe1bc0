import { type Transaction } from '../../platform/database/transaction.js';

export const ACCESS_STATUSES = [
  'awaiting_photo',
  'pending',
  'applying',
  'granted',
  'revoking',
  'revoked',
  'failed',
] as const;
export type AccessStatus = (typeof ACCESS_STATUSES)[number];

export const ACCESS_ERROR_CODES = [
  'NO_PHOTO',
  'PHOTO_REFUSED',
  'CONSENT_MISSING',
  'SUSPENDED',
  'SERVER_DISABLED',
  'NO_ACCESS_LEVEL',
  'LEVEL_UNKNOWN',
  'NAME_REFUSED',
  'CAPACITY',
  'DUPLICATE_PERSON',
  'DOOR_OFFLINE',
  'UNCONFIRMED',
  'HIKCENTRAL_UNREACHABLE',
  'HIKCENTRAL_BUSY',
  'HIKCENTRAL_REFUSED',
  'DELETION_PASSWORD',
  'OBSERVE_ONLY',
  'RESOURCES_SHORT',
  'INTERNAL',
] as const;
export type AccessErrorCode = (typeof ACCESS_ERROR_CODES)[number];

export const DOOR_STATUSES = ['pending', 'applied', 'failed', 'removed', 'unknown'] as const;
export type DoorStatus = (typeof DOOR_STATUSES)[number];

export interface DoorAccess {
  readonly doorId: string;
  readonly name: string;
  readonly status: DoorStatus;
  readonly at: Date | null;
  readonly reason: string | null;
}

/** `access` of a visit, as `GET /visits/{id}` shows it. Said only after reading, never on hope. */
export interface VisitAccessView {
  readonly desired: 'granted' | 'revoked';
  readonly status: AccessStatus;
  readonly personCode: string | null;
  readonly hikcentralPersonId: string | null;
  readonly serverId: string | null;
  /** Validity as HikCentral has it, as far as it was read back. */
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** Latest instant at which any door may still let this guest in if everything stays dead from now on. */
  readonly exposureEndsAt: Date | null;
  readonly doors: readonly DoorAccess[];
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: { readonly code: AccessErrorCode; readonly message: string; readonly at: Date } | null;
  readonly grantedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** How many calls and seconds stand between a visit and `granted`, as readiness tells it. */
export interface AccessForecast {
  readonly verdict: 'ready' | 'at_risk' | 'blocked';
  readonly reasons: readonly { readonly code: string; readonly detail: string }[];
  readonly expectedReadyAt: Date | null;
}

/** What `visits` may ask about access. Implemented by `access-control`. */
export abstract class VisitAccess {
  /** One query whatever the number of visits. A visit that access-control has not met yet is in the answer too. */
  abstract ofVisits(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, VisitAccessView>>;
  abstract forecast(tx: Transaction, visitId: string): Promise<AccessForecast>;
  /**
   * Whether these levels can be given together.
   * @throws LEVEL_UNKNOWN, LEVELS_OF_TWO_SERVERS (kind `refused`); nothing while the cache of levels is empty or a day old.
   */
  abstract checkLevels(tx: Transaction, levelIds: readonly string[]): Promise<void>;
}
