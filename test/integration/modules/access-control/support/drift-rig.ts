import { Registry } from 'prom-client';
import { type Settings } from '../../../../../src/config/settings.js';
import { CheckDrift } from '../../../../../src/modules/access-control/application/check-drift.js';
import { CompareSightings } from '../../../../../src/modules/access-control/application/check-drift-comparison.js';
import { SightPersons } from '../../../../../src/modules/access-control/application/check-drift-sight.js';
import { TakeOutUnknown } from '../../../../../src/modules/access-control/application/check-drift-unknown.js';
import { TakeNextDriftCheck } from '../../../../../src/modules/access-control/application/take-next-drift-check.js';
import { DriftMetrics } from '../../../../../src/modules/access-control/drift-check.metrics.js';
import { SqlDriftCandidates } from '../../../../../src/modules/access-control/persistence/drift-candidates.js';
import {
  type DriftCheck,
  type DriftFinding,
} from '../../../../../src/modules/access-control/persistence/drift-check.js';
import { SqlDriftCheckRepository } from '../../../../../src/modules/access-control/persistence/sql-drift-check-repository.js';
import { type TestDatabase } from '../../../../support/database.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { AccessRig, SERVER_ID } from './access-rig.js';
import { CrowdedHikCentral } from './crowded-hikcentral.js';

const MOST_FINDINGS = 500;

/** Drift checks on a real database beside a HikCentral full of employees, run by hand on a clock that stands still. */
export class DriftRig {
  private readonly checks = new SqlDriftCheckRepository();

  private constructor(
    readonly access: AccessRig,
    readonly hikcentral: CrowdedHikCentral,
  ) {}

  static async open(database: TestDatabase, settings: Partial<Settings> = {}): Promise<DriftRig> {
    const clock = new ManualClock();
    const hikcentral = new CrowdedHikCentral(clock);
    const access = await AccessRig.open(database, settings, clock, hikcentral);
    const rig = new DriftRig(access, hikcentral);
    await access.platform.unitOfWork.run((tx) =>
      tx.query('TRUNCATE drift_checks, drift_findings, drift_schedules CASCADE'),
    );
    await rig.run();
    return rig;
  }

  /** Runs whatever is due, as a process that just started. @returns when the next check is due */
  async run(): Promise<Date> {
    const takeNext = this.build();
    for (;;) {
      const next = await takeNext.run(this.access.session);
      if (next !== 'now') return next;
    }
  }

  /** The next check of the schedule. @returns its report. @throws when none was due */
  async check(): Promise<{ readonly check: DriftCheck; readonly findings: readonly DriftFinding[] }> {
    const { clock } = this.access;
    const dueAt = await this.run();
    await clock.advance(Math.max(0, dueAt.getTime() - clock.now().getTime()));
    await this.run();
    return this.lastReport();
  }

  async lastReport(): Promise<{ readonly check: DriftCheck; readonly findings: readonly DriftFinding[] }> {
    return this.access.platform.unitOfWork.read(async (tx) => {
      const [check] = await this.checks.list(tx, 1, null);
      if (check === undefined) throw new Error('no check ran yet');
      return { check, findings: await this.checks.findings(tx, check.id, MOST_FINDINGS) };
    });
  }

  /** Persons of the list that were read in this round. */
  async offset(): Promise<number> {
    const { nextOffset } = await this.access.platform.unitOfWork.run((tx) =>
      this.checks.schedule(tx, SERVER_ID, this.access.clock.now()),
    );
    return nextOffset;
  }

  private build(): TakeNextDriftCheck {
    const { access, checks } = this;
    const { platform, clock, gateway, settings, visits, cardholderRows, revise, organisation, logger } = access;
    const { unitOfWork, doorbell, random, vault } = platform;
    const metrics = new DriftMetrics(new Registry(), unitOfWork, clock);
    const candidates = new SqlDriftCandidates();
    const compare = new CompareSightings(unitOfWork, cardholderRows, revise, checks, metrics, doorbell, clock);
    const unknown = new TakeOutUnknown(
      unitOfWork,
      cardholderRows,
      revise,
      checks,
      metrics,
      doorbell,
      clock,
      random,
      logger,
    );
    const sight = new SightPersons(unitOfWork, candidates, compare, visits, organisation, logger, vault);
    const check = new CheckDrift(unitOfWork, checks, candidates, sight, unknown, gateway, settings, clock);
    return new TakeNextDriftCheck(unitOfWork, checks, check, settings, random, clock);
  }
}
