import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import {
  FACE_GRANTED_EVENT,
  FACE_REFUSED_EVENT,
  GatewayError,
  type GatewaySession,
  readDoorEvents,
  readInPages,
  wantsOneEventType,
} from '../../hikcentral-gateway/index.js';
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
  /** Where the poll began. */
  readonly kept: ReadingPosition;
}

/** What one way through the window asks for, and how far it moves the position: a position is kept with the last page. */
interface Reading {
  /** Empty: all. */
  readonly eventTypes: readonly number[];
  readonly keeps: 'each-page' | 'nothing' | ReadingPosition;
  /** One for the whole way: pages of two sizes do not join. */
  readonly pageSize: number;
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
  run(session: GatewaySession): Promise<void> {
    return readInPages(session, (pageSize) => this.poll(session, pageSize));
  }

  private async poll(session: GatewaySession, pageSize: number): Promise<void> {
    if (session.capabilities().readsEventTypesTogether) {
      try {
        await this.readThrough(session, { eventTypes: [], keeps: 'each-page', pageSize });
        return;
      } catch (error) {
        // From now on the capabilities say so.
        if (!(error instanceof GatewayError && wantsOneEventType(error))) throw error;
      }
    }
    const granted = await this.readThrough(session, { eventTypes: [FACE_GRANTED_EVENT], keeps: 'nothing', pageSize });
    // The type that was read first says how far both have come: the other was read later, and so further.
    if (granted !== null)
      await this.readThrough(session, { eventTypes: [FACE_REFUSED_EVENT], keeps: granted, pageSize });
  }

  /** @returns how far it came; null when the session ended first */
  private async readThrough(session: GatewaySession, reading: Reading): Promise<ReadingPosition | null> {
    let read = await this.readPage(session, null, reading);
    while (read.next !== null && !session.signal.aborted) read = await this.readPage(session, read.next, reading);
    return read.next === null ? read.position : null;
  }

  /** @param follow null: where the last poll ended is looked up when the call is booked, not before */
  private async readPage(
    session: GatewaySession,
    follow: Step | null,
    { eventTypes, keeps, pageSize }: Reading,
  ): Promise<{ readonly position: ReadingPosition; readonly next: Step | null }> {
    const { serverId } = session;
    const booked = { step: follow };
    const outcome = await session.call('passages', async (tx) => {
      const step = follow ?? (await this.firstStep(tx, serverId));
      booked.step = step;
      const { from, to, pageNo } = step.request;
      return readDoorEvents({ from, to, pageNo, pageSize, eventTypes });
    });
    const { value, callId } = answered(outcome);
    if (booked.step === null) throw new Error('a page came that was not asked for');
    const { position, request, kept } = booked.step;
    const seen = { ...value, recordedAt: value.items.map((event) => event.recordedAt) };
    const reached = afterPage(position, request, seen);
    const isThrough = reached.next === null;
    const stored = keeps === 'each-page' ? reached.position : isThrough && keeps !== 'nothing' ? keeps : kept;
    await this.storePage.run({ serverId, callId, events: value.items, position: stored });
    return {
      position: reached.position,
      next: reached.next && { position: reached.position, request: reached.next, kept },
    };
  }

  /** The start is kept even when its call fails: an outage on the first day must not move it. */
  private async firstStep(tx: Transaction, serverId: string): Promise<Step> {
    const now = this.clock.now();
    const kept = await this.positions.find(tx, serverId);
    const position = kept ?? firstPosition(now);
    if (kept === null) await this.positions.move(tx, serverId, position, now);
    return { position, request: nextWindow(position, now), kept: position };
  }
}
