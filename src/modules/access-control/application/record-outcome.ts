import { Injectable } from '@nestjs/common';
import { type AccessStep } from '../../../contracts/events/access-control.events.js';
import { Settings } from '../../../config/settings.js';
import { type EventMap } from '../../../contracts/events/event-map.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { type CallOutcome, GatewayError } from '../../hikcentral-gateway/index.js';
import { AccessControlMetrics } from '../access-control.metrics.js';
import { unbookStep } from '../domain/book-step.js';
import { type AccessFacts } from '../domain/facts.js';
import { isReading, type StepKind } from '../domain/step.js';
import { withNextRound } from '../domain/settle-reading.js';
import { type Settling } from '../domain/settle-refusal.js';
import { settleChange, settleFailedReading } from '../domain/settle-step.js';
import { withServerBack } from '../domain/trouble.js';
import { AccessLevelRepository } from '../persistence/access-level-repository.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { type CardholderDraft } from './cardholder-draft.js';
import { type ChosenCall, type Participant } from './chosen-call.js';
import { Deletions } from './deletions.js';
import { EnsureOrganisation } from './ensure-organisation.js';
import { type Learnt, settleReading } from './interpret-reading.js';
import { ReviseCardholders } from './revise-cardholders.js';
import { ServerAbilities } from './server-abilities.js';

/** What became of a chosen call, further pages read and all. */
export type Answer =
  | { readonly kind: 'read'; readonly callId: string; readonly learnt: Learnt }
  | Exclude<CallOutcome<unknown>, { kind: 'idle' }>;

const STEP_NAMES: Readonly<Record<StepKind, AccessStep>> = {
  'look-up-person': 'person_looked_up',
  'add-person': 'person_sent',
  'remove-person': 'person_removed',
  'update-person': 'validity_updated',
  'update-face': 'face_updated',
  'give-level': 'level_given',
  'take-level': 'level_taken',
  'request-application': 'application_requested',
  'read-members': 'membership_read',
  'read-application': 'application_read',
  'read-own-application': 'application_read',
};

/** Adds an answer to the facts of everybody who shared the call, and plans on: one transaction. */
@Injectable()
export class RecordOutcome {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly revise: ReviseCardholders,
    private readonly levels: AccessLevelRepository,
    private readonly abilities: ServerAbilities,
    private readonly organisation: EnsureOrganisation,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly metrics: AccessControlMetrics,
    private readonly deletions: Deletions,
  ) {}

  async run(serverId: string, organisationId: string | null, chosen: ChosenCall, given: Answer): Promise<void> {
    const answer = this.withBlame(serverId, organisationId, chosen, given);
    const participants = new Map(chosen.participants.map((participant) => [participant.cardholderId, participant]));
    await this.unitOfWork.run(async (tx) => {
      const drafts = await this.revise.open(tx, await this.cardholders.lock(tx, [...participants.keys()]));
      if (answer.kind === 'refused') this.learnLack(serverId, chosen, answer.error);
      if (answer.kind === 'done' && isLevelByCode(chosen)) this.abilities.provesLevelsByCode(serverId);
      await this.deletions.learn(tx, serverId, chosen, answer, this.clock.now());
      for (const draft of drafts) {
        const participant = participants.get(draft.id);
        if (participant === undefined) continue;
        const facts = draft.attempt(() => this.settle(draft, participant, chosen, answer, organisationId));
        if (facts !== null) draft.facts = facts;
        draft.stepTaken = stepTaken(draft, chosen, answer);
      }
      if (answer.kind === 'read') await this.learnDoors(tx, serverId, drafts, answer.learnt);
      const cause = { kind: 'hikcentral', ref: answer.callId } as const;
      await this.revise.close(tx, drafts, await this.revise.doorsOf(tx, serverId), cause);
    });
    this.metrics.stepTaken(STEP_NAMES[chosen.step.kind], outcomeOf(answer));
  }

  private settle(
    draft: CardholderDraft,
    { factsBefore }: Participant,
    { step, participants, bookedAtMs }: ChosenCall,
    answer: Answer,
    organisationId: string | null,
  ): AccessFacts {
    const nowMs = this.clock.now().getTime();
    const at: Settling = {
      callId: answer.callId ?? '',
      nowMs,
      sharers: participants.length,
      fraction: this.random.fraction(),
    };
    const { facts } = draft;
    const { rateLimitWindowMs } = this.settings.hikcentral;
    const reading = { readAtMs: bookedAtMs, nowMs, fraction: at.fraction, rateLimitWindowMs };
    if (answer.kind === 'read') {
      return settleReading(withServerBack(facts), draft.before.personCode, answer.learnt, reading, organisationId);
    }
    if (isReading(step.kind)) {
      if (answer.kind === 'done') return facts;
      // The person's own detail is one of two ways to know: the next round goes the other.
      const isOwnRefused = step.kind === 'read-own-application' && answer.kind === 'refused';
      return isOwnRefused ? withNextRound(facts, reading) : settleFailedReading(facts, step, answer.error, at);
    }
    switch (answer.kind) {
      case 'done':
        return settleChange(
          withServerBack(facts),
          step,
          { kind: 'done', answeredAtMs: answer.answeredAt.getTime() },
          at,
        );
      case 'unknown':
        return settleChange(
          facts,
          step,
          { kind: 'unknown', deadlineAtMs: answer.deadlineAt.getTime(), error: answer.error },
          at,
        );
      default: {
        if (step.kind === 'give-level' && answer.callId !== null) draft.enter('not_given', step.levelId, answer.callId);
        const unbooked = unbookStep(facts, step, factsBefore);
        return settleChange(unbooked, step, { kind: 'refused', error: answer.error }, at);
      }
    }
  }

  /** "Not there", to a call that names our organisation: first of all that may have vanished, which is no guest's fault. */
  private withBlame(
    serverId: string,
    organisationId: string | null,
    { step: { kind } }: ChosenCall,
    answer: Answer,
  ): Answer {
    if (answer.kind !== 'refused' || answer.error.code !== 'GATEWAY.NOT_FOUND' || organisationId === null)
      return answer;
    const namesOrganisation = kind === 'add-person' || kind === 'update-person';
    if (!namesOrganisation || !this.organisation.doubt(serverId, organisationId)) return answer;
    const { code, message, context } = answer.error;
    return { ...answer, error: new GatewayError(code, message, context, { cause: answer.error, blames: 'server' }) };
  }

  private learnLack(serverId: string, chosen: ChosenCall, { code }: GatewayError): void {
    const { step, participants } = chosen;
    const isUnsupported = code === 'GATEWAY.UNSUPPORTED';
    // Of several, one may be what was wrong.
    const isFormRefused = isUnsupported || (code === 'GATEWAY.INVALID_REQUEST' && participants.length === 1);
    if (isFormRefused && isLevelByCode(chosen)) this.abilities.lacksLevelsByCode(serverId);
    if (isUnsupported && step.kind === 'read-own-application') this.abilities.lacksOwnApplication(serverId);
  }

  /** A flat list of levels names no doors: the first guest with this level alone shows them (our rule). */
  private async learnDoors(
    tx: Transaction,
    serverId: string,
    drafts: readonly CardholderDraft[],
    learnt: Learnt,
  ): Promise<void> {
    const [draft] = drafts;
    const [levelId, ...others] = draft?.desired.levelIds ?? [];
    const isOnlyLevel =
      levelId !== undefined && others.length === 0 && Object.keys(draft?.facts.levels ?? {}).length === 1;
    if (learnt.kind !== 'own-application' || !isOnlyLevel || !learnt.doors?.length) return;
    const doors = learnt.doors.map(({ doorId, name }) => ({ doorId, name }));
    await this.levels.learnDoors(tx, serverId, levelId, doors);
  }
}

function isLevelByCode({ step, participants }: ChosenCall): boolean {
  const isOfLevel = step.kind === 'give-level' || step.kind === 'take-level';
  return isOfLevel && participants.some(({ personId }) => personId === null);
}

function stepTaken(
  { id, before }: CardholderDraft,
  { step }: ChosenCall,
  answer: Answer,
): EventMap['access-control.step-taken.v1'] {
  return {
    cardholderId: id,
    guestId: before.guestId,
    step: STEP_NAMES[step.kind],
    outcome: outcomeOf(answer),
    callId: answer.callId,
    levelIds: step.levelId === undefined ? [] : [step.levelId],
    errorCode: 'error' in answer ? answer.error.code : null,
  };
}

function outcomeOf({ kind }: Answer): EventMap['access-control.step-taken.v1']['outcome'] {
  if (kind === 'read') return 'done';
  return kind === 'not-sent' ? 'not_sent' : kind;
}
