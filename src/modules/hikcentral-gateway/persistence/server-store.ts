import { type Transaction } from '../../../platform/database/transaction.js';
import { type CallBudget, type HikCentralServer } from '../hikcentral-gateway.js';
import { type PauseReason } from './call-ledger.js';

/** A server with all that is needed to speak to it. Stays inside the gateway. */
export interface ServerAccess {
  readonly id: string;
  /** Rises with every change after which a session of the server before it may not go on. */
  readonly revision: number;
  readonly isFromSettings: boolean;
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  /** PEM of the only authority that is trusted; null: the system's, or that of the settings. */
  readonly caPem: string | null;
  readonly limit: number;
  readonly windowMs: number;
  readonly revokeReserve: number;
}

export type ServerFromSettings = Omit<ServerAccess, 'id' | 'revision' | 'isFromSettings' | 'caPem'> & {
  readonly name: string;
};

/** The servers that we speak to; removed ones are not among them. */
export abstract class ServerStore {
  /**
   * Makes or updates the server that the settings name; the secret is sealed and bound to its row. Base URL and AppKey
   * are what a server is: others than before are another server, and the one before is left.
   */
  abstract saveFromSettings(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void>;
  abstract accesses(tx: Transaction): Promise<readonly ServerAccess[]>;
  /** null when it is removed. @throws VAULT.UNREADABLE */
  abstract access(tx: Transaction, serverId: string): Promise<ServerAccess | null>;
  /** By server; what a process compares with the sessions it has. */
  abstract revisions(tx: Transaction): Promise<ReadonlyMap<string, number>>;
  abstract servers(tx: Transaction): Promise<readonly HikCentralServer[]>;
  abstract rememberOrganisation(tx: Transaction, serverId: string, organisationId: string): Promise<void>;
  /** Why servers are not spoken to at the moment; empty when all is well. */
  abstract pauseReasons(tx: Transaction, now: Date): Promise<readonly PauseReason[]>;
  /** True while the clock of any server is too far from ours. */
  abstract isAnyClockOff(tx: Transaction): Promise<boolean>;
  abstract budgets(tx: Transaction, now: Date): Promise<readonly CallBudget[]>;
}
