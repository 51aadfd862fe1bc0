import { Registry } from 'prom-client';
import { type Settings } from '../../../../../src/config/settings.js';
import { PassageReading } from '../../../../../src/contracts/ports/passage-reading.js';
import { type VisitAccessView } from '../../../../../src/contracts/ports/visit-access.js';
import { showCardholder } from '../../../../../src/modules/access-control/api/cardholder.response.js';
import { AccessControlMetrics } from '../../../../../src/modules/access-control/access-control.metrics.js';
import { AdoptServer } from '../../../../../src/modules/access-control/application/adopt-server.js';
import { CallsInFlight } from '../../../../../src/modules/access-control/application/calls-in-flight.js';
import { ChooseCall } from '../../../../../src/modules/access-control/application/choose-call.js';
import { Deletions } from '../../../../../src/modules/access-control/application/deletions.js';
import { DisableServer } from '../../../../../src/modules/access-control/application/disable-server.js';
import { EnsureOrganisation } from '../../../../../src/modules/access-control/application/ensure-organisation.js';
import { FetchAccessLevels } from '../../../../../src/modules/access-control/application/fetch-access-levels.js';
import { FindStrays } from '../../../../../src/modules/access-control/application/find-strays.js';
import { HoldBack } from '../../../../../src/modules/access-control/application/hold-back.js';
import { ReconcileCardholder } from '../../../../../src/modules/access-control/application/reconcile-cardholder.js';
import { RecordOutcome } from '../../../../../src/modules/access-control/application/record-outcome.js';
import { RefreshGuests } from '../../../../../src/modules/access-control/application/refresh-guests.js';
import { ReviseCardholders } from '../../../../../src/modules/access-control/application/revise-cardholders.js';
import { ServerAbilities } from '../../../../../src/modules/access-control/application/server-abilities.js';
import { SetAside } from '../../../../../src/modules/access-control/application/set-aside.js';
import { SqlServerStandings } from '../../../../../src/modules/access-control/application/sql-server-standings.js';
import { SqlServerUse } from '../../../../../src/modules/access-control/application/sql-server-use.js';
import { SqlVisitAccess } from '../../../../../src/modules/access-control/application/sql-visit-access.js';
import { SuspendGuest } from '../../../../../src/modules/access-control/application/suspend-guest.js';
import { TakeNextCall } from '../../../../../src/modules/access-control/application/take-next-call.js';
import { type DriftCheckRunner } from '../../../../../src/modules/access-control/jobs/drift-check.runner.js';
import { ReconcileAccessRunner } from '../../../../../src/modules/access-control/jobs/reconcile-access.runner.js';
import { FollowMergedGuests } from '../../../../../src/modules/access-control/listeners/follow-merged-guests.consumer.js';
import { SIDES } from '../../../../../src/modules/access-control/domain/step.js';
import { SqlAccessLedger } from '../../../../../src/modules/access-control/persistence/access-ledger.js';
import { SqlAccessLevelRepository } from '../../../../../src/modules/access-control/persistence/access-level-repository.js';
import { SqlCardholderRepository } from '../../../../../src/modules/access-control/persistence/sql-cardholder-repository.js';
import { SqlDisabledServers } from '../../../../../src/modules/access-control/persistence/disabled-servers.js';
import { SqlServerAdoptions } from '../../../../../src/modules/access-control/persistence/server-adoptions.js';
import { SqlPersonRemovals } from '../../../../../src/modules/access-control/persistence/person-removals.js';
import { SqlSuspensions } from '../../../../../src/modules/access-control/persistence/suspensions.js';
import { SqlVisitAccessRepository } from '../../../../../src/modules/access-control/persistence/sql-visit-access-repository.js';
import {
  type CallBudget,
  type GatewaySession,
  HikCentralGateway,
  type HikCentralServer,
  type OperationName,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { SqlDeletionPasswords } from '../../../../../src/modules/hikcentral-gateway/persistence/deletion-passwords.js';
import { ResourceGuard } from '../../../../../src/platform/resources/resource-guard.js';
import { ResourceUsage } from '../../../../../src/platform/resources/resource-usage.js';
import { type TestDatabase } from '../../../../support/database.js';
import { Crash, FakeGatewaySession } from '../../../../support/fake-gateway-session.js';
import { FakeHikCentral } from '../../../../support/fake-hikcentral.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';
import { type Agreement, AgreedVisits } from './agreed-visits.js';

export const SERVER_ID = '018f0000-0000-7000-8000-000000000001';
const HOUR_MS = 3_600_000;

/** How full the machine is said to be. */
class FakeResources extends ResourceUsage {
  memory = 20;

  override diskPercent(): Promise<number> {
    return Promise.resolve(20);
  }

  override memoryPercent(): Promise<number> {
    return Promise.resolve(this.memory);
  }
}

export class OneServer extends HikCentralGateway {
  /** Calls in any window, and how long that is. */
  budget = { limit: 10, windowMs: 60_000 };
  private organisationId: string | null = null;

  override onSession(): void {
    // The rig turns the loops by hand, or runs the runner itself.
  }

  override servers(): Promise<readonly HikCentralServer[]> {
    const { organisationId } = this;
    return Promise.resolve([{ id: SERVER_ID, name: 'HQ', baseUrl: 'https://hikcentral.test', organisationId }]);
  }

  override rememberOrganisation(_tx: unknown, _serverId: string, organisationId: string): Promise<void> {
    this.organisationId = organisationId;
    return Promise.resolve();
  }

  override budgets(): Promise<readonly CallBudget[]> {
    const { limit, windowMs } = this.budget;
    const slots = { limit, effectiveLimit: limit, windowMs, revokeReserve: 2, usedInWindow: 0 };
    return Promise.resolve([{ serverId: SERVER_ID, ...slots, pausedUntil: null }]);
  }
}

class RigSession extends FakeGatewaySession {
  readonly over = new AbortController();

  override get signal(): AbortSignal {
    return this.over.signal;
  }
}

class RigPassages extends PassageReading {
  constructor(private readonly rig: { readonly isPartlyLate: boolean }) {
    super();
  }

  override isPartlyLate(): Promise<boolean> {
    return Promise.resolve(this.rig.isPartlyLate);
  }
}

/** Access control on a real database and a fake HikCentral, its loops turned by hand on a clock that stands still. */
export class AccessRig {
  /** Whether types of passages are read in turn. */
  isPartlyLate = false;
  private readonly passages = new RigPassages(this);
  readonly platform: TestPlatform;
  readonly hikcentral: FakeHikCentral;
  readonly visits: AgreedVisits;
  settings: Settings;
  readonly session: RigSession;
  readonly access: SqlVisitAccess;
  readonly reconcile: ReconcileCardholder;
  readonly suspend: SuspendGuest;
  readonly adopt: AdoptServer;
  readonly leave: DisableServer;
  readonly standings: SqlServerStandings;
  readonly use = new SqlServerUse();
  readonly merged: FollowMergedGuests;
  readonly resources = new FakeResources();
  readonly passwords: SqlDeletionPasswords;
  readonly logger = new TestLogger();
  readonly gateway = new OneServer();
  readonly cardholderRows = new SqlCardholderRepository();
  private readonly levels = new SqlAccessLevelRepository();
  private loops: ReturnType<AccessRig['buildLoops']>;

  private constructor(
    database: TestDatabase,
    settings: Partial<Settings>,
    readonly clock: ManualClock,
    hikcentral: FakeHikCentral,
  ) {
    this.platform = testPlatform(database, this.clock);
    this.hikcentral = hikcentral;
    this.passwords = new SqlDeletionPasswords(this.platform.vault);
    this.settings = someSettings(settings);
    this.hikcentral.addLevel('1', '11', '12');
    this.hikcentral.addLevel('2', '21');
    this.visits = new AgreedVisits(this.platform.unitOfWork, this.platform.random);
    const { unitOfWork, random } = this.platform;
    this.session = new RigSession(SERVER_ID, this.hikcentral, unitOfWork, this.clock, random);
    this.loops = this.buildLoops();
    const visitAccess = new SqlVisitAccessRepository();
    this.access = new SqlVisitAccess(
      visitAccess,
      this.cardholderRows,
      this.levels,
      this.gateway,
      this.passages,
      this.clock,
    );
    this.reconcile = new ReconcileCardholder(
      unitOfWork,
      this.cardholderRows,
      this.loops.revise,
      this.platform.doorbell,
    );
    const suspending = [unitOfWork, this.cardholderRows, new SqlSuspensions(), this.loops.revise] as const;
    const adoptions = new SqlServerAdoptions(this.platform.vault);
    this.adopt = new AdoptServer(unitOfWork, this.gateway, adoptions, this.platform.doorbell, this.clock);
    const disabled = new SqlDisabledServers();
    const { refresh } = this.loops;
    this.leave = new DisableServer(unitOfWork, this.gateway, disabled, refresh, this.platform.doorbell, this.clock);
    const { doorbell } = this.platform;
    this.merged = new FollowMergedGuests(this.cardholderRows, new SqlSuspensions(), refresh, this.gateway, doorbell);
    this.standings = new SqlServerStandings(adoptions, disabled, refresh, this.clock);
    this.suspend = new SuspendGuest(...suspending, this.platform.doorbell, this.clock);
  }

  /** Organisation and levels are known, as they are after the first hour of a site's life. */
  static async open(
    database: TestDatabase,
    settings: Partial<Settings> = {},
    clock = new ManualClock(),
    hikcentral = new FakeHikCentral(clock),
  ): Promise<AccessRig> {
    const rig = new AccessRig(database, settings, clock, hikcentral);
    await rig.visits.reset();
    await rig.loops.organisation.run(rig.session);
    await rig.loops.levels.run(rig.session);
    rig.session.calls.length = 0;
    return rig;
  }

  /** As the loops use it. */
  get revise(): ReviseCardholders {
    return this.loops.revise;
  }

  get organisation(): EnsureOrganisation {
    return this.loops.organisation;
  }

  get calls(): OperationName[] {
    return this.session.names;
  }

  announce(agreement: Partial<Agreement> = {}): Promise<{ visitId: string; guestId: string }> {
    const now = this.clock.now().getTime();
    return this.visits.announce({
      validFrom: new Date(now),
      validTo: new Date(now + 2 * HOUR_MS),
      accessLevelIds: ['1'],
      face: 'a face',
      ...agreement,
    });
  }

  async accessOf(visitId: string): Promise<VisitAccessView> {
    const views = await this.platform.unitOfWork.read((tx) => this.access.ofVisits(tx, [visitId]));
    return views.get(visitId)!;
  }

  /** As the API shows them. */
  async cardholders() {
    const all = { statuses: [], isAttentionOnly: false };
    const rows = await this.platform.unitOfWork.read((tx) => this.cardholderRows.list(tx, all, 200, null));
    return rows.map((row) => showCardholder(row, null));
  }

  async cardholderOf(guestId: string) {
    const [row] = await this.platform.unitOfWork.read((tx) =>
      tx.query<{ id: string; person_code: string; attempts: number; generation: number; observed_generation: number }>(
        'SELECT * FROM cardholders WHERE guest_id = $1',
        [guestId],
      ),
    );
    return row!;
  }

  /**
   * Turns the loops until nothing is left to do within `patienceMs`, letting the clock run to each due time. A crash
   * throws every object of ours away and starts new ones; the database is what is left.
   */
  async settle(patienceMs = 15 * 60_000): Promise<void> {
    const endMs = this.clock.now().getTime() + patienceMs;
    for (let turns = 0; turns < 500; turns += 1) {
      const nextAtMs = await this.turn();
      if (nextAtMs === null || nextAtMs > endMs) return;
      await this.clock.advance(Math.max(0, nextAtMs - this.clock.now().getTime()));
    }
    throw new Error(`does not come to rest: ${this.calls.slice(-20).join(', ')}`);
  }

  /** Lets time pass, working whenever something is due. */
  async runFor(durationMs: number): Promise<void> {
    const endMs = this.clock.now().getTime() + durationMs;
    await this.settle(durationMs);
    await this.clock.advance(Math.max(0, endMs - this.clock.now().getTime()));
    await this.settle(0);
  }

  /** The process ends and another one starts, with other settings. */
  restart(settings: Partial<Settings>): void {
    this.settings = someSettings(settings);
    this.loops = this.buildLoops();
  }

  /** Notices what was agreed, and makes no call. */
  turnStraysOnly(): ReturnType<FindStrays['run']> {
    return this.loops.strays.run(SERVER_ID);
  }

  /** The real loops, until the session ends. Doorbells wake them; their sweep is far away. */
  runLoops(session: GatewaySession): Promise<void> {
    const { strays, next, organisation, levels } = this.loops;
    const { unitOfWork, doorbell } = this.platform;
    const driftChecks = { ring: () => undefined } as unknown as DriftCheckRunner;
    const parts = [this.gateway, doorbell, driftChecks, strays, next, organisation, levels] as const;
    const settings = someSettings({ accessSweepMs: 24 * HOUR_MS });
    return new ReconcileAccessRunner(...parts, unitOfWork, this.cardholderRows, settings, this.clock, this.logger).run(
      session,
    );
  }

  /** What an event about this guest does. */
  async refresh(guestId: string): Promise<void> {
    await this.platform.unitOfWork.run((tx) => this.loops.refresh.run(tx, SERVER_ID, [guestId]));
  }

  /** One turn of each loop. @returns when there is more to do, Unix milliseconds */
  async turn(): Promise<number | null> {
    try {
      const { strays, next, organisation } = this.loops;
      const instants = [(await strays.run(SERVER_ID)).next];
      for (const side of SIDES) {
        const organisationId = await (side === 'giving'
          ? organisation.run(this.session)
          : organisation.known(SERVER_ID));
        instants.push(await next.run(this.session, () => Promise.resolve(organisationId), side));
      }
      const now = this.clock.now().getTime();
      const times = instants.flatMap((at) => (at === null ? [] : [at === 'now' ? now : at.getTime()]));
      return times.length === 0 ? null : Math.min(...times);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.loops = this.buildLoops();
      // A new holder of the lease waits out the deadlines of its predecessor's calls.
      return this.clock.now().getTime() + 17_000;
    }
  }

  private buildLoops() {
    const { unitOfWork, random, vault } = this.platform;
    const { clock, settings, cardholderRows: cardholders, levels, visits } = this;
    const abilities = new ServerAbilities();
    const adoptions = new SqlServerAdoptions(vault);
    const visitAccess = new SqlVisitAccessRepository();
    const aside = new SetAside(cardholders, visitAccess, clock, this.logger);
    const revise = new ReviseCardholders(
      cardholders,
      new SqlAccessLedger(),
      visitAccess,
      levels,
      visits,
      abilities,
      aside,
      settings,
      clock,
      new SqlSuspensions(),
      new SqlPersonRemovals(vault),
      adoptions,
      new SqlDisabledServers(),
    );
    const organisation = new EnsureOrganisation(
      unitOfWork,
      this.gateway,
      settings,
      clock,
      adoptions,
      new SqlDisabledServers(),
    );
    const refresh = new RefreshGuests(cardholders, revise, clock, random, vault);
    const inFlight = new CallsInFlight();
    const deletions = new Deletions(abilities, this.passwords);
    const holdBack = new HoldBack(new ResourceGuard(this.resources, settings), deletions, clock);
    const choose = new ChooseCall(cardholders, revise, visits, inFlight, settings, holdBack, deletions);
    const metrics = new AccessControlMetrics(new Registry(), unitOfWork, clock);
    const record = new RecordOutcome(
      unitOfWork,
      cardholders,
      revise,
      levels,
      abilities,
      organisation,
      settings,
      clock,
      random,
      metrics,
      deletions,
    );
    return {
      revise,
      refresh,
      strays: new FindStrays(unitOfWork, cardholders, refresh, clock, settings),
      next: new TakeNextCall(unitOfWork, cardholders, choose, record, inFlight, clock, abilities),
      organisation,
      levels: new FetchAccessLevels(unitOfWork, levels, clock),
    };
  }
}
