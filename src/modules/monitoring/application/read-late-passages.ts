import { Injectable } from '@nestjs/common';
import { CardholderDirectory } from '../../../contracts/ports/guest-directory.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import {
  type DoorEventRead,
  GatewayError,
  type GatewaySession,
  MAX_EVENT_PERSON_CODES,
  readDoorEvents,
  readInPages,
} from '../../hikcentral-gateway/index.js';
import { dueRound, LATE_EVERY_MS, LATE_WITHIN_MS, type LateRound } from '../domain/late-round.js';
import { AHEAD_MS } from '../domain/reading-window.js';
import { LateRounds } from '../persistence/late-rounds.js';
import { answered } from './answered.js';
import { StorePage } from './store-page.js';

/** Twenty guests, and the same window on each of their pages. */
interface Batch {
  readonly personCodes: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly pageNo: number;
}

/**
 * Looks for passages that the polls could not see: recorded under a time that had been read already, as a terminal that
 * was offline may upload them. Asks for the guests of the last days by their codes, twenty in a call, as budget is left.
 */
@Injectable()
export class ReadLatePassages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderDirectory,
    private readonly rounds: LateRounds,
    private readonly storePage: StorePage,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes on where the last look was stopped, by whomever.
   * @returns when the next one begins; null: not for this server, before 3.x nobody can be asked for by code
   * @throws GatewayError when a page was not answered, or the server does not keep to the codes
   */
  async run(session: GatewaySession): Promise<Date | null> {
    if (!session.capabilities().readsEventTypesTogether) return null;
    const { serverId } = session;
    const due = await this.unitOfWork.run(async (tx) => {
      const round = dueRound(await this.rounds.find(tx, serverId), this.clock.now());
      if (!(round instanceof Date)) await this.rounds.save(tx, serverId, round);
      return round;
    });
    if (due instanceof Date) return due;
    let round: LateRound = due;
    while (round.endedAt === null) {
      if (session.signal.aborted) return null;
      const from = round;
      round = await readInPages(session, (pageSize) => this.readBatch(session, from, pageSize));
    }
    return new Date(round.startedAt.getTime() + LATE_EVERY_MS);
  }

  private async readBatch(session: GatewaySession, round: LateRound, pageSize: number): Promise<LateRound> {
    let next: { readonly round: LateRound; readonly batch: Batch | null } = { round, batch: null };
    do next = await this.readPage(session, round, next.batch, pageSize);
    while (next.batch !== null && !session.signal.aborted);
    return next.round;
  }

  /** @param follow null: whoever is next is looked up when the call is booked */
  private async readPage(
    session: GatewaySession,
    round: LateRound,
    follow: Batch | null,
    pageSize: number,
  ): Promise<{ readonly round: LateRound; readonly batch: Batch | null }> {
    const { serverId } = session;
    const booked = { batch: follow };
    const outcome = await session.call('sweep', async (tx) => {
      booked.batch ??= await this.nextBatch(tx, serverId, round);
      return booked.batch && readDoorEvents({ ...booked.batch, pageSize });
    });
    if (outcome.kind === 'idle') return { round: await this.end(serverId, round), batch: null };
    const { value, callId } = answered(outcome);
    const { batch } = booked;
    if (batch === null) throw new Error('a page came that was not asked for');
    const { personCodes, pageNo } = batch;
    const isLast = value.rawCount === 0 || (pageNo - 1) * pageSize + value.rawCount >= value.total;
    const reached = isLast ? { ...round, after: personCodes.at(-1) ?? null } : round;
    if (!isOnlyOf(value.items, personCodes)) {
      await this.end(serverId, round);
      throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'events of others came than were asked for');
    }
    const keep = (tx: Transaction): Promise<void> => this.rounds.save(tx, serverId, reached);
    await this.storePage.run({ serverId, callId, source: 'poll', events: value.items, keep });
    return { round: reached, batch: isLast ? null : { ...batch, pageNo: pageNo + 1 } };
  }

  private async nextBatch(tx: Transaction, serverId: string, { after }: LateRound): Promise<Batch | null> {
    const nowMs = this.clock.now().getTime();
    const from = new Date(nowMs - LATE_WITHIN_MS);
    const recent = { endAfter: from, after, limit: MAX_EVENT_PERSON_CODES };
    const personCodes = await this.cardholders.recentPersonCodes(tx, serverId, recent);
    return personCodes.length === 0 ? null : { personCodes, from, to: new Date(nowMs + AHEAD_MS), pageNo: 1 };
  }

  private end(serverId: string, round: LateRound): Promise<LateRound> {
    const ended = { ...round, endedAt: this.clock.now() };
    return this.unitOfWork.run(async (tx) => {
      await this.rounds.save(tx, serverId, ended);
      return ended;
    });
  }
}

/** A server that passes over the filter would answer with everybody of three days: 240,000 events at a large site. */
function isOnlyOf(events: readonly DoorEventRead[], personCodes: readonly string[]): boolean {
  return events.every(({ personCode }) => personCode === null || personCodes.includes(personCode));
}
