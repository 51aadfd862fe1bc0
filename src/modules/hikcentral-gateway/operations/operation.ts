import { type ErrorContext } from '../../../platform/errors/app-error.js';
import { type GatewayErrorCode } from '../gateway.errors.js';

/** Every call we make, in our words. */
export const OPERATION_NAMES = [
  'read-version',
  'list-organisations',
  'search-organisations',
  'list-child-organisations',
  'read-root-organisation',
  'find-organisation',
  'add-organisation',
  'update-organisation',
  'delete-organisation',
  'add-person',
  'update-person',
  'update-face',
  'delete-person',
  'delete-person-by-code',
  'read-deletion-rule',
  'find-person-by-code',
  'find-person-by-id',
  'list-persons',
  'search-persons',
  'read-card-qr-code',
  'read-person-picture',
  'read-event-picture',
  'read-alarm-picture',
  'check-face',
  'list-access-levels',
  'add-access-level',
  'update-access-level',
  'delete-access-level',
  'give-access-level',
  'take-access-level',
  'list-access-level-members',
  'request-application',
  'read-application-summary',
  'read-application-failures',
  'read-person-application',
  'list-devices',
  'list-doors',
  'search-doors',
  'list-doors-of-region',
  'find-door',
  'control-doors',
  'read-door-events',
  'subscribe-to-events',
  'unsubscribe-from-events',
  'read-event-subscriptions',
  'reserve-visit',
  'reserve-visit-before-2.1',
  'update-reserved-visit',
  'cancel-reserved-visit',
  'list-reserved-visits',
  'check-in-visitor',
  'update-checked-in-visitor',
  'check-out-visitor',
  'read-visitor-status',
  'list-visitor-records',
  'list-visitor-groups',
  'read-visitor-approval-rule',
] as const;
export type OperationName = (typeof OPERATION_NAMES)[number];

/**
 * What may be true when no answer came. `read`: nothing. `repeatable`: saying it twice is saying it once.
 * `once`: never repeated blindly; look before you try again.
 */
export type OperationEffect = 'read' | 'repeatable' | 'once';

/** Told how many items of a list could not be read and were left out. */
export type OnSkipped = (skippedCount: number) => void;

/** What an answer that refuses says beyond its code. */
export interface Refusal {
  readonly data: unknown;
  /** A visitor with this certificate number is expected or inside already. */
  readonly isDuplicateCertificate: boolean;
}

/** What a refusal means for one call, where its code does not say. About the thing named in the call, never the server. */
export interface RefusalMeaning {
  readonly code: GatewayErrorCode;
  readonly context: ErrorContext;
}

/** One call, described but not made: made by the functions of this folder, sent by a session. */
export interface Operation<T> {
  readonly name: OperationName;
  readonly effect: OperationEffect;
  /** Path below the base URL. Stays inside the gateway. */
  readonly path: string;
  /** Request body. Stays inside the gateway; holds personal data. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Turns `data` of the envelope into our words. @throws GATEWAY.UNEXPECTED_RESPONSE */
  readonly read: (data: unknown, onSkipped?: OnSkipped) => T;
  /** What "not there" means where it is an answer and no failure; without it that is GATEWAY.NOT_FOUND. */
  readonly readAbsent?: () => T;
  /**
   * Reads an answer that is no envelope, as pictures are; errors of such a call still are one. Its answer may be as long
   * as a picture. @throws GATEWAY.UNEXPECTED_RESPONSE
   */
  readonly readBody?: (body: Buffer) => T;
  /** Looks closer at a refusal; null: its code says it all. Never throws. */
  readonly readRefusal?: (refusal: Refusal) => RefusalMeaning | null;
}

/** A page of a list, as HikCentral counts: from 1, at most 500 items. */
export interface Page<T> {
  /** Those that can be read. */
  readonly items: readonly T[];
  /** Items of this page as HikCentral counts them, with those that cannot be read: pages are counted with this. */
  readonly rawCount: number;
  /** All items on all pages as HikCentral counts them, at the moment of reading. More than were read: the list is not whole. */
  readonly total: number;
  readonly pageNo: number;
  readonly pageSize: number;
  /** HikCentral answered with nothing in place of a list (HikCentral OpenAPI guide): perhaps an empty one, and no proof of it. */
  readonly isUntold?: true;
}

export const MAX_PAGE_SIZE = 500;
