import { type Transaction } from '../../../platform/database/transaction.js';
import { type CallBudget, type HikCentralServer } from '../hikcentral-gateway.js';
import { type PauseReason } from './call-ledger.js';

/** A server with all that is needed to speak to it. Stays inside the gateway. */
export interface ServerAccess {
  readonly id: string;
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly revokeReserve: number;
}

export type ServerFromSettings = Omit<ServerAccess, 'id'> & { readonly name: string };

export abstract class ServerStore {
  /** Makes or updates the server that the settings name; the secret is sealed and bound to its row. */
  abstract saveFromSettings(tx: Transaction, server: ServerFromSettings, now: Date): Promise<void>;
  abstract accesses(tx: Transaction): Promise<readonly ServerAccess[]>;
  abstract servers(tx: Transaction): Promise<readonly HikCentralServer[]>;
  abstract rememberOrganisation(tx: Transaction, serverId: string, organisationId: string): Promise<void>;
  /** Why servers are not spoken to at the moment; empty when all is well. */
  abstract pauseReasons(tx: Transaction, now: Date): Promise<readonly PauseReason[]>;
  /** True while the clock of any server is too far from ours. */
  abstract isAnyClockOff(tx: Transaction): Promise<boolean>;
  abstract budgets(tx: Transaction, now: Date): Promise<readonly CallBudget[]>;
}
