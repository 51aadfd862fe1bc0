import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { GatewayError, type GatewaySession, HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { personPagesOfCheck } from '../domain/drift-reading.js';
import { type DriftCheck } from '../persistence/drift-check.js';
import { DriftCandidates } from '../persistence/drift-candidates.js';
import { DriftCheckRepository } from '../persistence/drift-check-repository.js';
import { DriftProgress } from './check-drift-progress.js';
import { PersonList, readLevel, readPerson } from './check-drift-reading.js';
import { SightPersons } from './check-drift-sight.js';
import { TakeOutUnknown } from './check-drift-unknown.js';
import { ObservedSession } from './observed-session.js';

/** Compares HikCentral with our record: our levels each time, and of all persons as much as is spare. */
@Injectable()
export class CheckDrift {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checks: DriftCheckRepository,
    private readonly candidates: DriftCandidates,
    private readonly sight: SightPersons,
    private readonly unknown: TakeOutUnknown,
    private readonly gateway: HikCentralGateway,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws when the lease ended; the check then waits for its next holder */
  async run(gatewaySession: GatewaySession, queued: DriftCheck): Promise<DriftCheck> {
    const session = new ObservedSession(gatewaySession, this.clock, queued.callsSpent);
    const progress = await this.begin(queued);
    try {
      const isStopped = await this.compareAll(session, progress);
      return await this.end(progress, isStopped ? 'stopped' : 'completed', null);
    } catch (error) {
      if (gatewaySession.signal.aborted || !(error instanceof GatewayError)) throw error;
      return await this.end(progress, 'failed', error.code);
    }
  }

  private async compareAll(session: ObservedSession, progress: DriftProgress): Promise<boolean> {
    const { serverId } = progress.state;
    const organisationId = await this.organisationOf(serverId);
    const look = this.sight.begin(progress, organisationId);
    const isWhole = await this.readPersons(session, progress, look);
    // A whole list that names each person's levels has told what the levels' lists would.
    if (!isWhole || !look.hasSeenAllLevels) {
      for (const levelId of await this.levelsOf(serverId)) {
        const { members, ...reading } = await readLevel(session, levelId);
        const strangers = await look.members(levelId, members, reading);
        for (const personCode of strangers) {
          const { page } = await readPerson(session, personCode);
          look.stranger(levelId, page.persons, page.readAtMs);
        }
        progress.change({ levelsRead: progress.state.levelsRead + 1, callsSpent: session.callsSpent });
        await this.save(progress);
      }
    }
    return this.unknown.run(progress, look.unknown, organisationId);
  }

  /** @returns whether nobody can have been missed */
  private async readPersons(
    session: ObservedSession,
    progress: DriftProgress,
    look: ReturnType<SightPersons['begin']>,
  ): Promise<boolean> {
    const { serverId, origin } = progress.state;
    const isScheduled = origin === 'schedule';
    const schedule = await this.unitOfWork.run((tx) => this.checks.schedule(tx, serverId, this.clock.now()));
    const list = new PersonList(session, isScheduled ? schedule.nextOffset : 0);
    for (let allowed = 1; list.pagesRead < allowed && !list.isAtEnd;) {
      const page = await list.readPage();
      await look.page(page);
      allowed = isScheduled ? await this.pagesOfCheck(serverId, page.totalPages) : Infinity;
      const personsRead = progress.state.personsRead + page.persons.length;
      progress.change({ personsRead, personsTotal: page.total, callsSpent: session.callsSpent });
      await this.save(progress);
    }
    if (isScheduled) {
      const { nextOffset } = list;
      await this.unitOfWork.run((tx) => this.checks.saveSchedule(tx, serverId, { ...schedule, nextOffset }));
    }
    return list.isWhole && (await look.absent(list.readAtMs, (personCode) => readPerson(session, personCode)));
  }

  private async pagesOfCheck(serverId: string, totalPages: number): Promise<number> {
    const budgets = await this.unitOfWork.read((tx) => this.gateway.budgets(tx));
    const budget = budgets.find((one) => one.serverId === serverId);
    if (budget === undefined) return 1;
    const spare = { limit: budget.effectiveLimit, windowMs: budget.windowMs };
    return personPagesOfCheck(spare, this.settings.driftCheckMs, totalPages);
  }

  private async levelsOf(serverId: string): Promise<readonly string[]> {
    const given = await this.unitOfWork.read((tx) => this.candidates.levelsEverGiven(tx, serverId));
    const { defaultAccessLevelId, studentAccessLevelId } = this.settings.hikcentral;
    const configured = [defaultAccessLevelId, studentAccessLevelId].filter((levelId) => levelId != null);
    return [...new Set([...given, ...configured])].sort();
  }

  private async organisationOf(serverId: string): Promise<string | null> {
    const servers = await this.unitOfWork.read((tx) => this.gateway.servers(tx));
    return servers.find(({ id }) => id === serverId)?.organisationId ?? null;
  }

  /** What an attempt that did not end has spent and mended stays on the report; the rest is found again. */
  private begin(queued: DriftCheck): Promise<DriftProgress> {
    return this.unitOfWork.run(async (tx) => {
      await this.checks.forgetFindings(tx, queued.id);
      const counts = await this.checks.countFindings(tx, queued.id);
      const mended = Object.values(counts).reduce((sum, count) => sum + count, 0);
      const progress = new DriftProgress({
        ...queued,
        status: 'running',
        startedAt: this.clock.now(),
        personsRead: 0,
        levelsRead: 0,
        counts,
        mended,
      });
      await this.checks.save(tx, progress.state);
      return progress;
    });
  }

  private end(progress: DriftProgress, status: DriftCheck['status'], errorCode: string | null): Promise<DriftCheck> {
    progress.change({ status, errorCode, finishedAt: this.clock.now() });
    return this.unitOfWork.run(async (tx) => {
      const { id, mended, counts } = progress.state;
      await this.checks.save(tx, progress.state);
      if (mended > 0) {
        audit(tx, { action: 'drift-checks.mend', entity: 'drift-check', entityId: id, detail: { mended, ...counts } });
      }
      return progress.state;
    });
  }

  private save(progress: DriftProgress): Promise<void> {
    return this.unitOfWork.run((tx) => this.checks.save(tx, progress.state));
  }
}
