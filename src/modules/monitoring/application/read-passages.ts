import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import {
  GatewayError,
  type GatewaySession,
  readDoorEvents,
  readInPages,
  wantsOneEventType,
} from '../../hikcentral-gateway/index.js';
import { type PassageSource } from '../domain/passage.js';
import { ALL_TYPES, completenessOf, nextInTurn, type ReadingPositions, startOf } from '../domain/reading-streams.js';
import {
  afterPage,
  firstPosition,
  nextWindow,
  type PageRequest,
  type ReadingPosition,
} from '../domain/reading-window.js';
import { MonitoringMetrics } from '../monitoring.metrics.js';
import { ReadingPositionRepository } from '../persistence/reading-position.repository.js';
import { answered } from './answered.js';
import { DoorClocks } from './door-clocks.js';
import { EVENT_TYPES } from './event-types.js';
import { StorePage } from './store-page.js';

/** A page, and how far had been read before it. */
interface Step {
  readonly eventType: number;
  readonly position: ReadingPosition;
  readonly request: PageRequest;
}

/** What is read on one way through the window, by what was read before; null: nothing. */
type ChooseType = (positions: ReadingPositions, now: Date) => number | null;

interface Poll {
  readonly session: GatewaySession;
  readonly source: PassageSource;
  /** One for the whole way: pages of two sizes do not join. */
  readonly pageSize: number;
  /** How far it came. */
  readonly reached: Map<number, ReadingPosition>;
  /** Passages of ours that were new. */
  own: number;
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
    private readonly clocks: DoorClocks,
    private readonly metrics: MonitoringMetrics,
    private readonly clock: Clock,
  ) {}

  /**
   * @param source what rang for it
   * @returns how many passages of ours were new
   * @throws GatewayError when a page was not answered; what was read before it is stored
   */
  async run(session: GatewaySession, source: PassageSource = 'poll'): Promise<number> {
    let own = 0;
    await readInPages(session, async (pageSize) => {
      const poll = { session, source, pageSize, own, reached: new Map<number, ReadingPosition>() };
      try {
        await this.poll(poll);
      } finally {
        own = poll.own;
      }
    });
    return own;
  }

  private async poll(poll: Poll): Promise<void> {
    const { session, source } = poll;
    if (session.capabilities().readsEventTypesTogether) {
      try {
        await this.readThrough(poll, () => ALL_TYPES);
        return;
      } catch (error) {
        // From now on the capabilities say so.
        if (!(error instanceof GatewayError && wantsOneEventType(error))) throw error;
      }
    }
    for (const eventType of EVENT_TYPES.always) await this.readThrough(poll, () => eventType);
    // Each type costs a call: a push is about a face nearly always, and the next poll takes the next of the others.
    if (source === 'poll') await this.readThrough(poll, (positions, now) => nextInTurn(positions, EVENT_TYPES, now));
  }

  private async readThrough(poll: Poll, choose: ChooseType): Promise<void> {
    const isOver = (): boolean => poll.session.signal.aborted;
    if (isOver()) return;
    let step = await this.readPage(poll, (tx) => this.firstStep(tx, poll.session.serverId, choose));
    while (step !== null && !isOver()) {
      const next = step;
      step = await this.readPage(poll, () => Promise.resolve(next));
    }
  }

  /**
   * @param follow asked when the call is booked, not before
   * @returns what follows; null: read up to the present
   */
  private async readPage(poll: Poll, follow: (tx: Transaction) => Promise<Step | null>): Promise<Step | null> {
    const { session, source, pageSize } = poll;
    const { serverId } = session;
    const booked: { step: Step | null } = { step: null };
    const outcome = await session.call('passages', async (tx) => {
      booked.step = await follow(tx);
      if (booked.step === null) return null;
      const { eventType, request } = booked.step;
      const { from, to, pageNo } = request;
      return readDoorEvents({ from, to, pageNo, pageSize, eventTypes: eventType === ALL_TYPES ? [] : [eventType] });
    });
    if (outcome.kind === 'idle') return null;
    const { value, callId } = answered(outcome);
    if (booked.step === null) throw new Error('a page came that was not asked for');
    const { eventType, position, request } = booked.step;
    const seen = { ...value, recordedAt: value.items.map((event) => event.recordedAt) };
    const reached = afterPage(position, request, seen);
    const keep = (tx: Transaction, now: Date): Promise<void> =>
      this.positions.move(tx, serverId, eventType, reached.position, now);
    poll.own += await this.storePage.run({ serverId, callId, source, events: value.items, keep });
    this.clocks.observe(serverId, value.items);
    poll.reached.set(eventType, reached.position);
    const { completeTo } = completenessOf(poll.reached, EVENT_TYPES);
    if (completeTo !== null) this.metrics.readUpTo(serverId, completeTo);
    return reached.next && { eventType, position: reached.position, request: reached.next };
  }

  /** The start is kept even when its call fails: an outage on the first day must not move it. */
  private async firstStep(tx: Transaction, serverId: string, choose: ChooseType): Promise<Step | null> {
    const now = this.clock.now();
    const positions = await this.positions.ofServer(tx, serverId);
    const eventType = choose(positions, now);
    if (eventType === null) return null;
    const position = startOf(positions, eventType, EVENT_TYPES.known) ?? firstPosition(now);
    if (!positions.has(eventType)) await this.positions.move(tx, serverId, eventType, position, now);
    return { eventType, position, request: nextWindow(position, now) };
  }
}
