import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import {
  type ApplicationSummary,
  type CallOutcome,
  changesLevelsByCode,
  type DoorApplication,
  type GatewaySession,
  type Lane,
  type LevelMember,
  type Page,
  type PersonLookUp,
} from '../../hikcentral-gateway/index.js';
import { laneOf } from '../domain/batch.js';
import { type Side } from '../domain/step.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { CallsInFlight } from './calls-in-flight.js';
import { ChooseCall } from './choose-call.js';
import { type ChosenCall } from './chosen-call.js';
import { type Learnt } from './interpret-reading.js';
import { MemberList } from './member-list.js';
import { isAnswerTooLong, readAllFailures, readAllMembers } from './read-whole.js';
import { type Answer, RecordOutcome } from './record-outcome.js';
import { ServerAbilities } from './server-abilities.js';

/** What could not be sent, such as a photo that is being replaced, is looked at again. */
const IDLE_PAUSE_MS = 1_000;

interface MembersRead {
  readonly step: { readonly levelId: string };
  readonly lane: Lane;
  readonly callId: string;
  /** null: it was too long. */
  readonly first: Page<LevelMember> | null;
}

/** Makes the most urgent call of one side, if one is due, and records what it came to. */
@Injectable()
export class TakeNextCall {
  /** By server and side: who is choosing. */
  private readonly choosing = new Map<string, symbol>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly choose: ChooseCall,
    private readonly record: RecordOutcome,
    private readonly inFlight: CallsInFlight,
    private readonly clock: Clock,
    private readonly abilities: ServerAbilities,
  ) {}

  /**
   * Several loops may run one side: one of them chooses while the others' calls are on their way.
   * @param organisationOf asked only when something is due
   * @param onBooked another loop of this side may choose now
   * @returns when this side has something to do next; `'now'` after a call, since it may have made more due; null also
   * while another loop chooses
   */
  async run(
    session: GatewaySession,
    organisationOf: () => Promise<string | null>,
    side: Side,
    onBooked: () => void = () => undefined,
  ): Promise<Date | 'now' | null> {
    const { serverId } = session;
    const turn = `${serverId} ${side}`;
    if (this.choosing.has(turn)) return null;
    const release = this.takeTurn(turn);
    let endFlight: () => void = () => undefined;
    try {
      const due = await this.nextDue(serverId, side);
      const nowMs = this.clock.now().getTime();
      if (due === null || due.dueAt.getTime() > nowMs) return due?.dueAt ?? null;

      const organisationId = await organisationOf();
      const lane = laneOf({ side, wantedAtMs: due.wantedAt?.getTime() ?? nowMs }, nowMs);
      let chosen: ChosenCall | null = null;
      const outcome = await session.call(lane, async (tx, callId) => {
        endFlight();
        const capabilities = session.capabilities();
        const { showsAccessLevels: doPersonsShowLevels, pageSize } = capabilities;
        this.abilities.asksPasswordToDelete(serverId, capabilities.asksPasswordToDelete);
        this.abilities.assumeLevelsByCode(serverId, changesLevelsByCode(capabilities));
        const server = { id: serverId, organisationId, doPersonsShowLevels, pageSize };
        chosen = await this.choose.run(tx, callId, server, side, this.clock.now());
        if (chosen === null) return null;
        endFlight = this.inFlight.begin(chosen, side);
        tx.afterCommit(() => {
          release();
          onBooked();
        });
        return chosen.operation;
      });
      // Written by the callback, which the compiler does not follow.
      const made = chosen as ChosenCall | null;
      if (made === null || outcome.kind === 'idle') {
        await this.unitOfWork.run((tx) => this.choose.replan(tx, serverId, side, this.clock.now()));
        return new Date(nowMs + IDLE_PAUSE_MS);
      }
      await this.record.run(serverId, organisationId, made, await this.answerOf(session, made, outcome));
      return 'now';
    } finally {
      release();
      endFlight();
    }
  }

  private takeTurn(turn: string): () => void {
    const token = Symbol(turn);
    this.choosing.set(turn, token);
    return () => {
      if (this.choosing.get(turn) === token) this.choosing.delete(turn);
    };
  }

  private nextDue(serverId: string, side: Side): ReturnType<CardholderRepository['nextDue']> {
    const read = this.inFlight.readOf(side);
    return this.unitOfWork.read((tx) => this.cardholders.nextDue(tx, serverId, side, this.clock.now(), read));
  }

  private async answerOf(
    session: GatewaySession,
    { step, lane }: ChosenCall,
    outcome: Exclude<CallOutcome<unknown>, { kind: 'idle' }>,
  ): Promise<Answer> {
    if (outcome.kind !== 'done') {
      // What was learnt of it is known by now: shorter pages are asked for.
      if (step.kind === 'read-members' && isAnswerTooLong(outcome)) {
        return this.membersOf(session, { step, lane, callId: outcome.callId ?? '', first: null });
      }
      // A level that is not there has no members.
      const isLevelGone = step.kind === 'read-members' && outcome.error.code === 'GATEWAY.NOT_FOUND';
      if (outcome.kind !== 'refused' || !isLevelGone) return outcome;
      const learnt = { kind: 'members', levelId: step.levelId, members: new MemberList([]), isWhole: true } as const;
      return { kind: 'read', callId: outcome.callId, learnt };
    }
    const { callId, value } = outcome;
    const read = (learnt: Learnt): Answer => ({ kind: 'read', callId, learnt });
    switch (step.kind) {
      case 'look-up-person':
        return read({ kind: 'person', person: value as PersonLookUp });
      case 'read-own-application':
        return read({ kind: 'own-application', doors: value as readonly DoorApplication[] | null });
      case 'read-members':
        return this.membersOf(session, { step, lane, callId, first: value as Page<LevelMember> });
      case 'read-application': {
        const summary = value as ApplicationSummary;
        if (summary.failedCount === 0) return read({ kind: 'application', summary, failures: [] });
        const all = await readAllFailures(session, lane);
        if (all.kind === 'failed') return toAnswer(all.outcome, callId);
        return read({ kind: 'application', summary, failures: all.list.items });
      }
      default:
        return outcome;
    }
  }

  private async membersOf(
    session: GatewaySession,
    { step: { levelId }, lane, callId, first }: MembersRead,
  ): Promise<Answer> {
    const all = await readAllMembers(session, lane, levelId, first);
    if (all.kind === 'failed') return toAnswer(all.outcome, callId);
    const members = new MemberList(all.list.items);
    return { kind: 'read', callId, learnt: { kind: 'members', levelId, members, isWhole: all.list.isWhole } };
  }
}

/** A further page that was not read: the whole reading failed, and is done again. */
function toAnswer(outcome: Exclude<CallOutcome<never>, { kind: 'done' }>, callId: string): Answer {
  return outcome.kind === 'idle'
    ? { kind: 'read', callId, learnt: { kind: 'members', levelId: '', members: new MemberList([]), isWhole: false } }
    : outcome;
}
