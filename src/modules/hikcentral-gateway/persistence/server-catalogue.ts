import { type ObservingReason } from '../../../contracts/ports/server-standings.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type ServerCapabilities } from '../capabilities.js';
import { type PauseReason } from './call-ledger.js';

/** A server as an admin describes it. */
export interface ServerDescription {
  readonly name: string;
  /** Normalised. */
  readonly baseUrl: string;
  readonly appKey: string;
  readonly caPem: string | null;
  readonly limit: number;
  readonly windowMs: number;
  readonly revokeReserve: number;
}

export interface DescribedServer extends ServerDescription {
  readonly id: string;
  readonly isFromSettings: boolean;
}

/** A server as an admin sees it, and as the API answers it: nothing that is a secret. */
export interface ServerView {
  readonly id: string;
  readonly name: string;
  readonly origin: 'settings' | 'admin';
  readonly baseUrl: string;
  readonly hasCa: boolean;
  readonly rateLimitCalls: number;
  readonly rateLimitWindowSeconds: number;
  readonly revokeReserve: number;
  readonly budget: {
    /** Less than `rateLimitCalls` after the server refused us within it. */
    readonly effectiveLimit: number;
    readonly usedInWindow: number;
    readonly pausedUntil: Date | null;
  };
  readonly pauseReason: PauseReason | null;
  /** As HikCentral and we last met; ahead of ours positive. */
  readonly clockOffsetSeconds: number | null;
  /** By more than ten seconds. */
  readonly clockDiffers: boolean;
  /** null: never asked. */
  readonly capabilities: ServerCapabilities | null;
  /** Whether this database changes anything there, and what of ours stands there. */
  readonly adoption: {
    readonly state: 'adopted' | 'observing';
    readonly reason: ObservingReason | null;
    readonly adoptedAt: Date | null;
    readonly toGive: number;
    readonly toTake: number;
  };
  readonly disabledAt: Date | null;
  readonly persons: number;
  readonly personsWithAccess: number;
  /** null: nobody speaks to it now. */
  readonly lease: { readonly holder: string; readonly since: Date } | null;
  /** In the last seven days. */
  readonly lastAnswerAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ServerPlace {
  readonly createdAt: Date;
  readonly id: string;
}

/** What an admin does to servers. Every change is locked against every other one. */
export abstract class ServerCatalogue {
  /** Before anything is changed, and before the look that decides about it. */
  abstract lock(tx: Transaction): Promise<void>;
  /** Newest first; one more than `limit` when there are more. */
  abstract page(tx: Transaction, limit: number, after: ServerPlace | null, now: Date): Promise<readonly ServerView[]>;
  abstract view(tx: Transaction, serverId: string, now: Date): Promise<ServerView | null>;
  abstract describe(tx: Transaction, serverId: string): Promise<DescribedServer | null>;
  abstract findIdentity(
    tx: Transaction,
    baseUrl: string,
    appKey: string,
  ): Promise<{ readonly id: string; readonly isRemoved: boolean } | null>;
  abstract add(tx: Transaction, id: string, server: ServerDescription, appSecret: string, now: Date): Promise<void>;
  /** A removed one is back, under the id and with the last window that it had. */
  abstract revive(tx: Transaction, id: string, server: ServerDescription, appSecret: string, now: Date): Promise<void>;
  /** @param appSecret null: as it was */
  abstract change(
    tx: Transaction,
    before: DescribedServer,
    server: ServerDescription,
    appSecret: string | null,
    now: Date,
  ): Promise<void>;
  abstract remove(tx: Transaction, server: DescribedServer, now: Date): Promise<void>;
}
