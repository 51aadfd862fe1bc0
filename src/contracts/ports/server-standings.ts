import { type Transaction } from '../../platform/database/transaction.js';

/** Why this database only reads there: it never met this server before, or it runs under another key than it did. */
export const OBSERVING_REASONS = ['not_adopted', 'other_secret_key'] as const;
export type ObservingReason = (typeof OBSERVING_REASONS)[number];

/** What access control makes of one HikCentral. */
export interface ServerStanding {
  /** null: adopted. */
  readonly observingReason: ObservingReason | null;
  readonly adoptedAt: Date | null;
  /** Nothing is given there any more, and everything is taken. */
  readonly disabledAt: Date | null;
  /** Guests who stand there as persons, as far as was read. */
  readonly persons: number;
  /** Guests who hold, or may hold, something there, in HikCentral or at a door. */
  readonly withAccess: number;
  /** Guests who should be let in there and are not yet: whom an adoption would provision. */
  readonly toGive: number;
  /** Guests from whom something is still to be taken: whom an adoption would revoke. */
  readonly toTake: number;
  /** The latest instant at which any door there may let one of them in if nothing is taken any more. */
  readonly exposureEndsAt: Date | null;
}

/** Implemented by `access-control`, asked by `hikcentral-gateway`. */
export abstract class ServerStandings {
  /** One query whatever the number of servers. */
  abstract of(tx: Transaction, serverIds: readonly string[]): Promise<ReadonlyMap<string, ServerStanding>>;
  /** A person's word that this server is gone for ever: nobody there is waited for, and nothing is said to be revoked. */
  abstract giveUp(tx: Transaction, serverId: string): Promise<void>;
  /** It is there again, enabled: every duty that was given up is one again. */
  abstract comeBack(tx: Transaction, serverId: string): Promise<void>;
}
