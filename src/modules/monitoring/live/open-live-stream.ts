import { type ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EventLogReader } from '../../../platform/event-log/event-log-reader.js';
import { CallerWatch } from '../../../platform/http/caller-watch.js';
import { DescribeEvents } from './describe-events.js';
import { type LivePlace, parsePlace } from './live-entry.js';
import { LiveHealth } from './live-health.js';
import { LiveHub, PAGE_SIZE } from './live-hub.js';
import { type LiveReader, LiveStream, type ResetReason } from './live-stream.js';

/** Whoever is further behind reads lists anew, which costs less than so many events. */
const REPLAY_MAX = 10_000n;
/** Of streams that read the past at once: the others wait, and requests keep their connections. */
const READING_AT_ONCE = 4;

interface Start {
  readonly place: LivePlace;
  readonly reset: ResetReason | null;
}

/** Brings one reader from where it was cut off, over whichever process, to what everybody gets. */
@Injectable()
export class OpenLiveStream {
  private isReading = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly hub: LiveHub,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: EventLogReader,
    private readonly describe: DescribeEvents,
    private readonly callers: CallerWatch,
    private readonly health: LiveHealth,
    private readonly clock: Clock,
  ) {}

  /**
   * @param lastEventId null: from now on
   * @param begin sends the head of the answer; before it, errors are answered as ever
   * @throws TOO_MANY_STREAMS, LIVE_FEED_FULL
   */
  async run(reader: LiveReader, lastEventId: string | null, begin: () => ServerResponse): Promise<void> {
    const release = this.hub.admit(reader.callerId);
    let response: ServerResponse | null = null;
    try {
      const { place, reset } = await this.startOf(lastEventId);
      response = begin();
      const stream = new LiveStream(reader, place, response, this.clock, (ended, reason) => {
        this.hub.leave(ended, reason);
        release();
      });
      this.hub.enter(stream);
      if (reset !== null) stream.reset(reset, place);
      else stream.beat();
      await this.bringUp(stream, place.epoch);
    } catch (error) {
      release();
      // Cut off, it comes back with the id of the last event it had.
      response?.destroy();
      throw error;
    }
  }

  private async startOf(lastEventId: string | null): Promise<Start> {
    const here = await this.hub.place();
    if (lastEventId === null) return { place: here, reset: null };
    const asked = parsePlace(lastEventId);
    if (asked === null) return { place: here, reset: 'unknown' };
    if (asked.epoch !== here.epoch) return { place: here, reset: 'other_epoch' };
    if (this.hub.knows(asked.position)) return { place: asked, reset: null };
    const span = await this.unitOfWork.read((tx) => this.reader.span(tx));
    const head = BigInt(span.head);
    // Positions are given out once only; one that is not there yet belongs to a log that was cut back.
    if (asked.epoch !== span.epoch || asked.position > head) return { place: here, reset: 'other_epoch' };
    const isCutAway = asked.position + 1n < BigInt(span.first);
    if (isCutAway || head - asked.position > REPLAY_MAX) return { place: here, reset: 'too_old' };
    return { place: asked, reset: null };
  }

  /** Page by page, at the pace of its reader, until the hub can take over without a gap. */
  private async bringUp(stream: LiveStream, epoch: number): Promise<void> {
    while (stream.isOpen && !this.hub.join(stream)) {
      await this.inTurn(() => this.unitOfWork.read((tx) => this.readPage(tx, stream, epoch)));
      await stream.drained();
    }
    stream.tell((await this.health.look())[stream.reader.scope.kind]);
  }

  private async readPage(tx: Transaction, stream: LiveStream, epoch: number): Promise<void> {
    const { caller, role } = stream.reader;
    const actor = (await this.callers.actorsOf(tx, [caller])).get(caller);
    if (actor?.role !== role) {
      stream.drop('permission');
      return;
    }
    const events = await this.reader.after(tx, String(stream.position), null, PAGE_SIZE);
    const last = events.at(-1);
    // The log was cut back in between; the hub will see it too.
    if (last === undefined) throw new Error('the log ended before this process was reached');
    stream.take(await this.describe.run(tx, epoch, events), { epoch, position: BigInt(last.position) });
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    if (this.isReading >= READING_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.isReading += 1;
    try {
      await work();
    } finally {
      const next = this.waiting.shift();
      // Its turn is handed on, not given up: nobody slips in between.
      if (next === undefined) this.isReading -= 1;
      else next();
    }
  }
}
