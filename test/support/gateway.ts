import { Registry } from 'prom-client';
import { leaseKeyOf } from '../../src/modules/hikcentral-gateway/budget/lease-key.js';
import { type SlotLimits } from '../../src/modules/hikcentral-gateway/budget/slot-window.js';
import { HikCentralClient } from '../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { GatewayMetrics } from '../../src/modules/hikcentral-gateway/gateway.metrics.js';
import { type CallOutcome, type GatewaySession, type Operation } from '../../src/modules/hikcentral-gateway/index.js';
import { SqlCallLedger } from '../../src/modules/hikcentral-gateway/persistence/sql-call-ledger.js';
import { SqlServerStore } from '../../src/modules/hikcentral-gateway/persistence/sql-server-store.js';
import { LeasedSession } from '../../src/modules/hikcentral-gateway/session/leased-session.js';
import { type HeldLease } from '../../src/modules/hikcentral-gateway/session/session-parts.js';
import { type Clock } from '../../src/platform/clock/clock.js';
import { SystemClock } from '../../src/platform/clock/system-clock.js';
import { type Transaction } from '../../src/platform/database/transaction.js';
import { type UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { type TestDatabase } from './database.js';
import { testPlatform } from './platform.js';
import { TestLogger } from './test-logger.js';

export interface StartGatewayOptions {
  readonly database: Pick<TestDatabase, 'dataSource'>;
  /** The simulator, or any server of the test's own. */
  readonly simulator: { readonly baseUrl: string; readonly appKey: string; readonly appSecret: string };
  /** Default: real time. The lease is not timed, so a clock that stands still keeps it. */
  readonly clock?: Clock;
  /** Default: one with the hooks of the platform. */
  readonly unitOfWork?: UnitOfWork;
  /** Default: so many calls that nobody waits, of which 2 are reserved, in any second. */
  readonly limits?: Partial<SlotLimits>;
  /** Default 2000. */
  readonly timeoutMs?: number;
}

export interface TestGateway {
  readonly session: GatewaySession;
  readonly serverId: string;
  readonly logger: TestLogger;
  readonly registry: Registry;
  /** What a lost lease does: nothing is sent any more. */
  loseLease(): void;
  /** Sends one operation in the lane `provision-soon`. */
  send<T>(operation: Operation<T>): Promise<CallOutcome<T>>;
  stop(): Promise<void>;
}

const PLENTY: SlotLimits = { limit: 1_000, revokeReserve: 2, windowMs: 1_000 };

/** A live session without the app: the next epoch of its lease, on the database's own ledger. */
export async function startGateway(options: StartGatewayOptions): Promise<TestGateway> {
  const { database, simulator, clock = new SystemClock(), timeoutMs = 2_000 } = options;
  const limits = { ...PLENTY, ...options.limits };
  const platform = testPlatform(database, clock);
  const { random, vault } = platform;
  const unitOfWork = options.unitOfWork ?? platform.unitOfWork;
  const logger = new TestLogger();
  const registry = new Registry();
  const leaseKey = leaseKeyOf(simulator.baseUrl, simulator.appKey);
  const store = new SqlServerStore(vault, random);
  const { serverId, epoch } = await unitOfWork.run(async (tx) => {
    await store.saveFromSettings(tx, { name: 'Test', ...simulator, ...limits }, clock.now());
    const [server] = await store.accesses(tx);
    return { serverId: server!.id, epoch: await nextEpoch(tx, leaseKey, clock.now()) };
  });
  const lease = new UntimedLease(leaseKey, epoch);
  const client = new HikCentralClient({ ...simulator, ca: null, maxSockets: 50, clock, random });
  const session = new LeasedSession({
    serverId,
    limits,
    maxSockets: 50,
    timeoutMs,
    lease,
    client,
    ledger: new SqlCallLedger(),
    unitOfWork,
    clock,
    random,
    logger,
    metrics: new GatewayMetrics(registry),
  });
  await session.open();
  return {
    session,
    serverId,
    logger,
    registry,
    loseLease: () => lease.lose(),
    send: (operation) => session.call('provision-soon', () => Promise.resolve(operation)),
    stop: async () => {
      await session.close();
      client.close();
    },
  };
}

class UntimedLease implements HeldLease {
  private readonly loss = new AbortController();

  constructor(
    readonly key: string,
    readonly epoch: number,
  ) {}

  get signal(): AbortSignal {
    return this.loss.signal;
  }

  isValid(): boolean {
    return !this.signal.aborted;
  }

  lose(): void {
    this.loss.abort();
  }
}

async function nextEpoch(tx: Transaction, leaseKey: string, now: Date): Promise<number> {
  const [row] = await tx.query<{ epoch: string }>(
    `INSERT INTO hikcentral_leases (lease_key, epoch, holder, taken_at) VALUES ($1, 1, 'test', $2)
     ON CONFLICT (lease_key) DO UPDATE SET epoch = hikcentral_leases.epoch + 1 RETURNING epoch`,
    [leaseKey, now],
  );
  return Number(row!.epoch);
}
