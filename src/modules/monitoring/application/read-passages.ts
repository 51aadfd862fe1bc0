import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type GatewaySession, MAX_PAGE_SIZE, readDoorEvents } from '../../hikcentral-gateway/index.js';
import {
  afterPage,
  firstPosition,
  nextWindow,
  type PageRequest,
  type ReadingPosition,
} from '../domain/reading-window.js';
import { ReadingPositionRepository } from '../persistence/reading-position.repository.js';
import { answered } from './answered.js';
import { StorePage } from './store-page.js';

/** A page, and how far had been read before it. */
interface Step {
  readonly position: ReadingPosition;
  readonly request: PageRequest;
}

/**
 * One poll: everything that happened at the doors since the last one, for all guests at once, page by page until the
 * present is reached. Each page is stored before the next is read, so whatever stops it, the next poll goes on there.
 */
@Injectable()
export class ReadPassages {
  constructor(
    private readonly positions: ReadingPositionRepository,
    private readonly storePage: StorePage,
    private readonly clock: Clock,
  ) {}

  /** @throws GatewayError when a page was not answered; what was read before it is stored */
  async run(session: GatewaySession): Promise<void> {
    let next = await this.readPage(session, null);
    while (next !== null && !session.signal.aborted) next = await this.readPage(session, next);
  }

  /** @param follow null: where the last poll ended is looked up when the call is booked, not before */
  private async readPage(session: GatewaySession, follow: Step | null): Promise<Step | null> {
    const { serverId } = session;
    const booked = { step: follow };
    const outcome = await session.call('passages', async (tx) => {
      const step = follow ?? (await this.firstStep(tx, serverId));
      booked.step = step;
      const { from, to, pageNo } = step.request;
      return readDoorEvents({ from, to, pageNo, pageSize: MAX_PAGE_SIZE });
    });
    const { value, callId } = answered(outcome);
    if (booked.step === null) throw new Error('a page came that was not asked for');
    const { position, request } = booked.step;
    const seen = { ...value, recordedAt: value.items.map((event) => event.recordedAt) };
    const reached = afterPage(position, request, seen);
    await this.storePage.run({ serverId, callId, events: value.items, position: reached.position });
    return reached.next && { position: reached.position, request: reached.next };
  }

  /** The start is kept even when its call fails: an outage on the first day must not move it. */
  private async firstStep(tx: Transaction, serverId: string): Promise<Step> {
    const now = this.clock.now();
    const kept = await this.positions.find(tx, serverId);
    const position = kept ?? firstPosition(now);
    if (kept === null) await this.positions.move(tx, serverId, position, now);
    return { position, request: nextWindow(position, now) };
  }
}
