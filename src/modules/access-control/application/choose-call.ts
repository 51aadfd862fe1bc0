import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Operation } from '../../hikcentral-gateway/index.js';
import { VisitClaims } from '../../visits/index.js';
import { levelNeeds } from '../domain/access-standing.js';
import { type LevelDoors } from '../domain/access-status.js';
import { type BatchOptions, type Candidate, mergeIntoCalls, type SharedCall } from '../domain/batch.js';
import { bookStep } from '../domain/book-step.js';
import { isReading, type Side, type Step, type StepKind } from '../domain/step.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { type CardholderDraft } from './cardholder-draft.js';
import { CallsInFlight } from './calls-in-flight.js';
import { type ChosenCall } from './chosen-call.js';
import { Deletions } from './deletions.js';
import { HoldBack } from './hold-back.js';
import { operationOf, type SendingContext } from './operation-of.js';
import { ownFault } from './own-fault.js';
import { ReviseCardholders } from './revise-cardholders.js';

/** The server whose slot is free. */
export interface SpokenServer extends BatchOptions {
  readonly id: string;
  readonly organisationId: string | null;
  readonly pageSize: number;
}

/** As many as one application serves; who comes later is chosen with the next call. */
const MOST_LOOKED_AT = 500;
const BOOKING_MARGIN_MS = 1_000;
/** One such call serves everybody, so it waits a moment for those who are about to need it too. */
const WAITING_FOR_OTHERS: readonly StepKind[] = ['request-application', 'read-members', 'read-application'];

/**
 * Chooses the most urgent call in the transaction that books it. What is desired is computed here, under the lock of
 * the rows: a plan that was made from an older generation cannot be sent, since no plan is older than this transaction.
 * What the call may do is written down before it leaves.
 */
@Injectable()
export class ChooseCall {
  constructor(
    private readonly cardholders: CardholderRepository,
    private readonly revise: ReviseCardholders,
    private readonly claims: VisitClaims,
    private readonly inFlight: CallsInFlight,
    private readonly settings: Settings,
    private readonly holdBack: HoldBack,
    private readonly deletions: Deletions,
  ) {}

  /** @returns null when nothing of this side is worth a call now */
  async run(tx: Transaction, callId: string, server: SpokenServer, side: Side, now: Date): Promise<ChosenCall | null> {
    const read = this.inFlight.readOf(side);
    const locked = await this.cardholders.lockDue(tx, server.id, side, now, read, MOST_LOOKED_AT);
    const drafts = await this.revise.open(tx, locked);
    const doors = await this.revise.doorsOf(tx, server.id);
    await this.holdBack.run(tx, this.dueOf(drafts, doors, side));
    const candidates = drafts.flatMap((draft): Candidate[] => {
      const next = draft.attempt(() => this.revise.plan(draft, doors));
      // The instant the plan was made for: read after `now`, so that what is due at once is not a millisecond too early.
      if (next?.side !== side || next.dueAtMs > draft.now.getTime()) return [];
      if (isReading(next.step.kind) && read.includes(draft.id)) return [];
      if (WAITING_FOR_OTHERS.includes(next.step.kind) && this.inFlight.isChanging(side, now.getTime())) return [];
      const { batchLimit } = draft.facts;
      const dueAtMs = draft.dueSinceMs(next);
      const unreadLevelCount = levelNeeds(draft.desired, draft.facts, draft.now.getTime(), 'read').length;
      const { wantedAtMs } = draft;
      return [{ cardholderId: draft.id, ...next, dueAtMs, wantedAtMs, batchLimit, unreadLevelCount }];
    });
    const byId = new Map(drafts.map((draft) => [draft.id, draft]));
    const chosen = await this.firstPossible(tx, mergeIntoCalls(candidates, now.getTime(), server), byId, server, now);
    const booked = chosen === null ? null : this.book(chosen, callId, now);
    await this.revise.close(tx, drafts, doors);
    return booked;
  }

  /** Plans anew what is due and was worth no call: a booking that came to nothing kept nothing. */
  async replan(tx: Transaction, serverId: string, side: Side, now: Date): Promise<void> {
    const drafts = await this.revise.open(
      tx,
      await this.cardholders.lockDue(tx, serverId, side, now, this.inFlight.readOf(side), MOST_LOOKED_AT),
    );
    const doors = await this.revise.doorsOf(tx, serverId);
    await this.holdBack.run(tx, this.dueOf(drafts, doors, side));
    await this.revise.close(tx, drafts, doors);
  }

  private deadlineAt(bookedAt: Date): Date {
    return new Date(bookedAt.getTime() + this.settings.hikcentral.timeoutMs + BOOKING_MARGIN_MS);
  }

  private dueOf(drafts: readonly CardholderDraft[], doors: LevelDoors, side: Side) {
    return drafts.flatMap((draft) => {
      const next = draft.attempt(() => this.revise.plan(draft, doors));
      return next?.side === side && next.dueAtMs <= draft.now.getTime() ? [{ draft, next }] : [];
    });
  }

  private async firstPossible(
    tx: Transaction,
    calls: readonly SharedCall[],
    byId: ReadonlyMap<string, CardholderDraft>,
    { id: serverId, organisationId, pageSize }: SpokenServer,
    now: Date,
  ): Promise<{ call: SharedCall; drafts: readonly CardholderDraft[]; operation: Operation<unknown> } | null> {
    const context = { organisationId, pageSize, faceOf: (guestId: string) => this.claims.faceOf(tx, guestId) };
    for (const call of calls) {
      const drafts = call.cardholderIds.flatMap((id) => byId.get(id) ?? []);
      const { operation, drafts: sound } = await build(call.step, drafts, context);
      if (operation === null) continue;
      const armed = await this.deletions.armed(tx, serverId, call.step.kind, operation, this.deadlineAt(now));
      if (armed !== null) return { call, drafts: sound, operation: armed };
    }
    return null;
  }

  private book(
    {
      call: { step, lane },
      drafts,
      operation,
    }: { call: SharedCall; drafts: readonly CardholderDraft[]; operation: Operation<unknown> },
    callId: string,
    now: Date,
  ): ChosenCall {
    const bookedAtMs = now.getTime();
    const deadlineAtMs = this.deadlineAt(now).getTime();
    const participants = drafts.map((draft) => {
      const { facts: factsBefore } = draft;
      draft.facts = bookStep(factsBefore, step, { callId, bookedAtMs, deadlineAtMs }, draft.desired.person);
      if (step.kind === 'give-level') draft.enter('give', step.levelId, callId);
      if (step.kind === 'take-level') draft.enter('take', step.levelId, callId);
      return {
        cardholderId: draft.id,
        guestId: draft.before.guestId,
        personId: factsBefore.person.personId,
        factsBefore,
      };
    });
    return { operation, step, lane, participants, bookedAtMs };
  }
}

/** The call for those whose part of it can be made; the others are marked as broken. */
async function build(
  step: Step,
  drafts: readonly CardholderDraft[],
  context: SendingContext,
): Promise<{ readonly operation: Operation<unknown> | null; readonly drafts: readonly CardholderDraft[] }> {
  try {
    return { operation: await operationOf(step, drafts, context), drafts };
  } catch (error) {
    const fault = ownFault(error);
    const [only] = drafts;
    if (only === undefined || drafts.length === 1) {
      if (only !== undefined) only.brokenBy = fault;
      return { operation: null, drafts: [] };
    }
    for (const draft of drafts) await build(step, [draft], context);
    const sound = drafts.filter(({ brokenBy }) => brokenBy === null);
    if (sound.length === drafts.length) throw fault;
    return build(step, sound, context);
  }
}
