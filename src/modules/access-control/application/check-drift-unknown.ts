import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { publish } from '../../../contracts/events/publish.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Logger } from '../../../platform/logging/logger.js';
import { Random } from '../../../platform/random/random.js';
import { type PersonRead } from '../../hikcentral-gateway/index.js';
import { DriftMetrics } from '../drift-check.metrics.js';
import { factsOfListed, withMember } from '../domain/meet-person.js';
import { MOST_UNKNOWN_PERSONS } from '../domain/drift-findings.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { type NewDriftFinding } from '../persistence/drift-check.js';
import { DriftCheckRepository } from '../persistence/drift-check-repository.js';
import { type DriftProgress } from './check-drift-progress.js';
import { sideOfPerson, toListed } from './check-drift-sightings.js';
import { ReviseCardholders } from './revise-cardholders.js';
import { NO_FACTS } from '../domain/facts.js';

/** A person of ours that no row of our database knows. */
export interface UnknownPerson {
  readonly person: PersonRead;
  readonly readAtMs: number;
  /** Of levels whose list named the person, where the person's own record does not tell. */
  readonly levelIds: ReadonlySet<string>;
  /** A cardholder of ours with the same name: probably the same guest. */
  readonly twinId: string | null;
}

/** So many in a day, whatever the number of checks. */
const COUNTED_FOR_MS = 24 * 3_600_000;

/**
 * An orphan, such as a lost answer leaves in a database that was restored, gets a cardholder of its own without visits,
 * so that the ordinary plan takes it out. Many of them mean that this database is the wrong one: a person decides.
 */
@Injectable()
export class TakeOutUnknown {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly revise: ReviseCardholders,
    private readonly checks: DriftCheckRepository,
    private readonly metrics: DriftMetrics,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly logger: Logger,
  ) {}

  /** @returns whether the check must stop for a person's word */
  async run(
    progress: DriftProgress,
    unknown: readonly UnknownPerson[],
    organisationId: string | null,
  ): Promise<boolean> {
    if (unknown.length === 0) return false;
    const { serverId, id: checkId } = progress.state;
    const { findings, isStopped } = await this.unitOfWork.run(async (tx) => {
      const codes = unknown.map(({ person }) => person.personCode);
      const approved = await this.checks.approvedCodes(tx, serverId, codes);
      const since = new Date(this.clock.now().getTime() - COUNTED_FOR_MS);
      const open = unknown.filter(({ person }) => !approved.has(person.personCode));
      const isOver =
        open.length > 0 && open.length + (await this.checks.takenOutSince(tx, serverId, since)) > MOST_UNKNOWN_PERSONS;
      const taken = isOver ? unknown.filter(({ person }) => approved.has(person.personCode)) : unknown;
      const ids = progress.isDryRun
        ? new Map<string, string>()
        : await this.takeOut(tx, progress, taken, organisationId);
      const found = unknown.flatMap((one) => toFindings(one, ids.get(one.person.personCode) ?? null));
      await this.checks.addFindings(tx, progress.state, found, this.clock.now());
      if (isOver && !progress.isDryRun) {
        publish(tx, 'access-control.drift-check-stopped.v1', { checkId, unknownPersons: open.length });
      }
      return { findings: found, isStopped: isOver };
    });
    progress.add(findings);
    if (!progress.isDryRun) this.metrics.found(findings);
    if (isStopped) this.logger.warn('access.drift-check-stopped', { checkId, unknownPersons: unknown.length });
    return isStopped;
  }

  private async takeOut(
    tx: Parameters<CardholderRepository['insert']>[0],
    { state: { id, serverId } }: DriftProgress,
    unknown: readonly UnknownPerson[],
    organisationId: string | null,
  ): Promise<ReadonlyMap<string, string>> {
    const now = this.clock.now();
    const made = unknown.map((one) => {
      const own = { id: this.random.uuid(), guestId: this.random.uuid(), personCode: one.person.personCode };
      return { own, one };
    });
    await this.cardholders.insert(
      tx,
      serverId,
      made.map(({ own }) => own),
      now,
    );
    const byId = new Map(made.map(({ own, one }) => [own.id, one]));
    const drafts = await this.revise.open(tx, await this.cardholders.lock(tx, [...byId.keys()]));
    for (const draft of drafts) {
      const one = byId.get(draft.id);
      if (one === undefined) continue;
      const { person, readAtMs, levelIds } = one;
      const listed = toListed(person, { facts: NO_FACTS }, null, { organisationId, doListsShowFaces: false });
      const met = factsOfListed(listed, readAtMs);
      draft.facts = [...levelIds].reduce(
        (facts, levelId) => (facts.levels[levelId] === undefined ? withMember(facts, levelId, readAtMs) : facts),
        met,
      );
    }
    await this.revise.close(tx, drafts, await this.revise.doorsOf(tx, serverId), { kind: 'system', ref: id });
    tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
    return new Map(made.map(({ own }) => [own.personCode, own.id]));
  }
}

function toFindings(
  { person, levelIds, twinId }: UnknownPerson,
  cardholderId: string | null,
): readonly NewDriftFinding[] {
  const common = {
    personCode: person.personCode,
    levelIds: [...new Set([...(person.accessLevelIds ?? []), ...levelIds])].sort(),
    isMended: cardholderId !== null,
    hikcentral: sideOfPerson(person),
    record: null,
  };
  const unknown: NewDriftFinding = { ...common, kind: 'unknown_person', cardholderId, differs: [] };
  // The cardholder that stays is named, so that the two stand side by side.
  return twinId === null
    ? [unknown]
    : [unknown, { ...common, kind: 'duplicate', cardholderId: twinId, differs: ['personCode'] }];
}
