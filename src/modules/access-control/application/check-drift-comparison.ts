import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { BELLS } from '../../../contracts/bells.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { type DesiredAccess } from '../domain/desired-access.js';
import { compareWithRecord } from '../domain/drift.js';
import { type Comparison, type Sighting } from '../domain/drift-sighting.js';
import { type FindingKind } from '../domain/drift-findings.js';
import { type AccessFacts } from '../domain/facts.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { type NewDriftFinding, type RecordSide } from '../persistence/drift-check.js';
import { DriftCheckRepository } from '../persistence/drift-check-repository.js';
import { DriftMetrics } from '../drift-check.metrics.js';
import { type DriftProgress } from './check-drift-progress.js';
import { sideOfRecord } from './check-drift-sightings.js';
import { ReviseCardholders } from './revise-cardholders.js';

/** One cardholder, and what a reading showed of it. */
export interface Sighted {
  readonly cardholder: Cardholder;
  readonly sighting: Sighting;
  readonly hikcentral: RecordSide | null;
}

/** What was mended is not mended again within it where it could go round in circles. */
const MENDED_LATELY_MS = 24 * 3_600_000;
const MOST_AT_ONCE = 200;
const NOTHING_MENDED: ReadonlySet<FindingKind> = new Set();

/**
 * Compares without a lock first, since nearly everybody is as recorded; whoever differs is compared once more under the
 * lock of its row, and what was read back becomes its facts. The reconciler does the rest.
 */
@Injectable()
export class CompareSightings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly revise: ReviseCardholders,
    private readonly checks: DriftCheckRepository,
    private readonly metrics: DriftMetrics,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
  ) {}

  async run(progress: DriftProgress, sighted: readonly Sighted[], organisationId: string | null): Promise<void> {
    const differing = sighted.filter(({ cardholder, sighting }) => {
      const { facts, differences } = compare(
        cardholder,
        cardholder.desired,
        cardholder.facts,
        sighting,
        NOTHING_MENDED,
      );
      return facts !== cardholder.facts || differences.length > 0;
    });
    for (let from = 0; from < differing.length; from += MOST_AT_ONCE) {
      const part = differing.slice(from, from + MOST_AT_ONCE);
      const findings = progress.isDryRun
        ? await this.report(progress, part, organisationId)
        : await this.correct(progress, part, organisationId);
      progress.add(findings);
      if (!progress.isDryRun) this.metrics.found(findings);
    }
  }

  private report(
    progress: DriftProgress,
    sighted: readonly Sighted[],
    organisationId: string | null,
  ): Promise<readonly NewDriftFinding[]> {
    return this.unitOfWork.run(async (tx) => {
      const mended = await this.mendedLately(tx, sighted);
      const findings = sighted.flatMap((one) => {
        const { cardholder, sighting } = one;
        const lately = mended.get(cardholder.id) ?? NOTHING_MENDED;
        const { differences } = compare(cardholder, cardholder.desired, cardholder.facts, sighting, lately);
        return differences.map((difference) => ({
          ...toFinding(one, cardholder, difference, organisationId),
          isMended: false,
        }));
      });
      await this.checks.addFindings(tx, progress.state, findings, this.clock.now());
      return findings;
    });
  }

  private correct(
    progress: DriftProgress,
    sighted: readonly Sighted[],
    organisationId: string | null,
  ): Promise<readonly NewDriftFinding[]> {
    const byId = new Map(sighted.map((one) => [one.cardholder.id, one]));
    return this.unitOfWork.run(async (tx) => {
      const mended = await this.mendedLately(tx, sighted);
      const drafts = await this.revise.open(tx, await this.cardholders.lock(tx, [...byId.keys()]));
      const findings: NewDriftFinding[] = [];
      for (const draft of drafts) {
        const one = byId.get(draft.id);
        if (one === undefined) continue;
        const lately = mended.get(draft.id) ?? NOTHING_MENDED;
        const compared = draft.attempt(() => compare(draft.before, draft.desired, draft.facts, one.sighting, lately));
        if (compared === null) continue;
        draft.facts = compared.facts;
        const own = compared.differences.map((difference) => toFinding(one, draft.before, difference, organisationId));
        findings.push(...own);
        for (const finding of own) tell(tx, progress.state.id, draft.before, draft.desired, finding);
      }
      await this.checks.addFindings(tx, progress.state, findings, this.clock.now());
      const cause = { kind: 'system', ref: progress.state.id } as const;
      const [first] = sighted;
      if (first !== undefined) {
        await this.revise.close(tx, drafts, await this.revise.doorsOf(tx, first.cardholder.serverId), cause);
      }
      tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
      return findings;
    });
  }

  private mendedLately(
    tx: Transaction,
    sighted: readonly Sighted[],
  ): Promise<ReadonlyMap<string, ReadonlySet<FindingKind>>> {
    const since = new Date(this.clock.now().getTime() - MENDED_LATELY_MS);
    return this.checks.mendedSince(
      tx,
      sighted.map(({ cardholder }) => cardholder.id),
      since,
    );
  }
}

/**
 * Each fact knows which readings are too old for it, so that whoever is mended in one thing is compared in all others. Only
 * who the person is has no such instant: there, whatever changed since the reading began is newer than the reading.
 */
function compare(
  { updatedAt }: Cardholder,
  desired: DesiredAccess,
  facts: AccessFacts,
  sighting: Sighting,
  mendedLately: ReadonlySet<FindingKind>,
): Comparison {
  const isKnown = sighting.kind !== 'listed' || sighting.person.personId === facts.person.personId;
  if (!isKnown && updatedAt.getTime() > sighting.readAtMs) return { facts, differences: [] };
  return compareWithRecord(desired, facts, sighting, { mendedLately });
}

function toFinding(
  { hikcentral }: Sighted,
  cardholder: Cardholder,
  { kind, levelIds, differs, isMended }: Comparison['differences'][number],
  organisationId: string | null,
): NewDriftFinding {
  return {
    kind,
    cardholderId: cardholder.id,
    personCode: cardholder.personCode,
    levelIds,
    differs,
    isMended,
    hikcentral,
    record: sideOfRecord(cardholder, organisationId),
  };
}

/** Told to the visits that are served, and to all open ones. */
function tell(
  tx: Transaction,
  checkId: string,
  { id, guestId, openVisitIds }: Cardholder,
  { visitIds }: DesiredAccess,
  { kind, levelIds, isMended }: NewDriftFinding,
): void {
  publish(
    tx,
    'access-control.drift-found.v1',
    { cardholderId: id, guestId, checkId, kind, levelIds, isMended },
    { visitIds: [...new Set([...visitIds, ...openVisitIds])], cause: { kind: 'system', ref: checkId } },
  );
}
