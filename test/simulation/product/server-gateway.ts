import {
  type CallBudget,
  HikCentralGateway,
  type HikCentralServer,
  type SessionRunner,
} from '../../../src/modules/hikcentral-gateway/index.js';
import { type ServerStore } from '../../../src/modules/hikcentral-gateway/persistence/server-store.js';
import { type Clock } from '../../../src/platform/clock/clock.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';

/** As `LeasedGateway`; its sessions are opened by the simulation. */
export class ServerGateway extends HikCentralGateway {
  readonly runners: SessionRunner[] = [];

  constructor(
    private readonly store: ServerStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  override onSession(runner: SessionRunner): void {
    this.runners.push(runner);
  }

  override servers(tx: Transaction): Promise<readonly HikCentralServer[]> {
    return this.store.servers(tx);
  }

  override rememberOrganisation(tx: Transaction, serverId: string, organisationId: string): Promise<void> {
    return this.store.rememberOrganisation(tx, serverId, organisationId);
  }

  override budgets(tx: Transaction): Promise<readonly CallBudget[]> {
    return this.store.budgets(tx, this.clock.now());
  }
}
