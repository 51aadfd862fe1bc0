import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { NoticeListener } from '../../../platform/database/notice-listener.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EventLogReader } from '../../../platform/event-log/event-log-reader.js';
import { EVENTS_CHANNEL } from '../../../platform/event-log/event-log-writer.js';
import { CallerWatch } from '../../../platform/http/caller-watch.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { DescribeEvents } from './describe-events.js';
import { framesFor, type LiveEntry, type LivePlace } from './live-entry.js';
import { type HealthFrames, LiveHealth } from './live-health.js';
import { LiveFeedFullError, TooManyStreamsError } from './live.errors.js';
import { type DropReason, type LiveStream } from './live-stream.js';
import { LiveMetrics } from './live.metrics.js';
import { RecentEntries } from './recent-entries.js';

/** How long an event waits at most when no notice is heard; also how often permissions are looked at in quiet times. */
const SWEEP_MS = 2_000;
/** What goes out was allowed this long ago at most. */
const CHECK_EVERY_MS = 1_000;
const HEARTBEAT_MS = 15_000;
export const PAGE_SIZE = 200;
/** A thousand are what two cores serve with ease; each is a socket. */
const STREAMS_MAX = 2_000;
/** Tabs, screens on walls and scripts of one caller: more is a loop that forgot to close. */
const STREAMS_OF_ONE_MAX = 100;
/** Between two reads while much happens: many events share one write to each reader. */
const BREATH_MS = 20;

/** Where this process is in the log. */
interface Following {
  place: LivePlace;
  readonly recent: RecentEntries;
}

/**
 * Reads the log once for all open streams of this process, while there are any: events, permissions and health cost the
 * same queries for one stream as for a thousand.
 */
@Injectable()
export class LiveHub implements BeforeApplicationShutdown {
  private readonly open = new Set<LiveStream>();
  /** Those of them that get what everybody gets. */
  private readonly streams = new Set<LiveStream>();
  /** Streams by caller, those on their way here included: they need this process to follow the log. */
  private readonly admitted = new Map<string, number>();
  private following: Following | null = null;
  private beginning: Promise<void> | null = null;
  private checkedAtMs = -Infinity;
  private isClosing = false;
  private isFailing = false;
  private readonly loop: WakeLoop;
  private readonly listener: NoticeListener;
  private cancelBeat: (() => void) | null = null;

  constructor(
    settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: EventLogReader,
    private readonly describe: DescribeEvents,
    private readonly callers: CallerWatch,
    private readonly health: LiveHealth,
    private readonly metrics: LiveMetrics,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'following the event log for the live feed');
    this.loop = new WakeLoop({
      name: 'monitoring.live',
      clock,
      maxSleepMs: SWEEP_MS,
      pass: async (signal) => {
        const next = await this.pass(signal);
        outage.succeeded();
        if (this.isFailing) void this.tellHealth();
        this.isFailing = false;
        return next;
      },
      onFailure: (error) => {
        outage.failed(error);
        if (!this.isFailing) this.broadcast(this.health.failing());
        this.isFailing = true;
      },
    });
    this.listener = new NoticeListener({
      databaseUrl: settings.databaseDirectUrl,
      channel: EVENTS_CHANNEL,
      applicationName: 'vestibule-live',
      clock,
      outage: new OutageLog(logger, 'listening for events'),
      onNotice: () => this.loop.ring(),
    });
  }

  /**
   * Makes room for one more stream of this caller.
   * @returns what gives it back, once
   * @throws TOO_MANY_STREAMS, LIVE_FEED_FULL
   */
  admit(callerId: string): () => void {
    const theirs = this.admitted.get(callerId) ?? 0;
    if (this.isClosing || this.size >= STREAMS_MAX) throw new LiveFeedFullError();
    if (theirs >= STREAMS_OF_ONE_MAX) throw new TooManyStreamsError();
    this.admitted.set(callerId, theirs + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.admitted.get(callerId) ?? 1) - 1;
      if (left === 0) this.admitted.delete(callerId);
      else this.admitted.set(callerId, left);
    };
  }

  /** Where this process is in the log; from now on it follows, as long as anybody is admitted. */
  async place(): Promise<LivePlace> {
    while (this.following === null) {
      this.beginning ??= this.begin().finally(() => (this.beginning = null));
      await this.beginning;
    }
    return this.following.place;
  }

  /** Whether all that came after it can be had without asking the database. */
  knows(position: bigint): boolean {
    if (this.following === null || position > this.following.place.position) return false;
    return this.following.recent.after(position) !== null;
  }

  /** It ends with this process, also while it is on its way. */
  enter(stream: LiveStream): void {
    this.open.add(stream);
    this.metrics.open.set(this.open.size);
    if (this.isClosing) stream.drop('shutdown');
  }

  /**
   * From here on the stream gets what everybody gets, first what it missed.
   * @returns false when that is no longer here: it has to read on by itself
   */
  join(stream: LiveStream): boolean {
    if (this.following === null) return false;
    const { place, recent } = this.following;
    if (stream.position < place.position) {
      const missed = recent.after(stream.position);
      if (missed === null) return false;
      stream.take(missed, place);
    }
    if (stream.isOpen) this.streams.add(stream);
    return true;
  }

  /** @param reason null: the reader went */
  leave(stream: LiveStream, reason: DropReason | null): void {
    this.streams.delete(stream);
    this.open.delete(stream);
    this.metrics.open.set(this.open.size);
    if (reason !== null) this.metrics.wasDropped(reason);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    this.cancelBeat?.();
    for (const stream of [...this.open]) stream.drop('shutdown');
    await Promise.all([this.loop.stop(), this.listener.stop()]);
  }

  private get size(): number {
    return [...this.admitted.values()].reduce((sum, theirs) => sum + theirs, 0);
  }

  private async begin(): Promise<void> {
    const { epoch, head } = await this.unitOfWork.read((tx) => this.reader.span(tx));
    const place = { epoch, position: BigInt(head) };
    this.following = { place, recent: new RecentEntries(place.position) };
    this.loop.start();
    this.listener.start();
    if (!this.isClosing) this.cancelBeat ??= this.clock.after(HEARTBEAT_MS, () => this.beat());
  }

  private async pass(signal: AbortSignal): Promise<Date | 'now' | null> {
    if (this.size === 0) {
      this.following = null;
      return null;
    }
    if (this.following === null) return null;
    const { following } = this;
    const hasMore = await this.unitOfWork.read(async (tx) => {
      const { epoch, head } = await this.reader.span(tx);
      const { place } = following;
      await this.check(tx);
      if (epoch !== place.epoch || BigInt(head) < place.position) return this.restart(epoch, BigInt(head));
      if (BigInt(head) === place.position) return false;
      const events = await this.reader.after(tx, String(place.position), null, PAGE_SIZE);
      const last = events.at(-1);
      if (last === undefined) return false;
      const entries = await this.describe.run(tx, epoch, events);
      this.deliver(following, entries, { epoch, position: BigInt(last.position) });
      return events.length === PAGE_SIZE;
    });
    await this.clock.sleep(BREATH_MS, signal);
    return hasMore ? 'now' : null;
  }

  private deliver(following: Following, entries: readonly LiveEntry[], place: LivePlace): void {
    const before = following.place.position;
    following.recent.add(entries);
    following.place = place;
    const pieces = new Map<string, Buffer | null>();
    for (const stream of [...this.streams]) {
      // Came from a process that had read further.
      if (stream.position > place.position) continue;
      if (stream.position !== before) stream.take(entries, place);
      else stream.advance(pieceFor(stream, entries, pieces), place);
    }
  }

  /** The log is another one, or was cut back: what everybody shows is to be read anew. */
  private restart(epoch: number, position: bigint): boolean {
    const place = { epoch, position };
    this.following = { place, recent: new RecentEntries(position) };
    for (const stream of [...this.streams]) stream.reset('other_epoch', place);
    return false;
  }

  /** A logout, a block or another role ends a stream before anything more goes out. */
  private async check(tx: Transaction): Promise<void> {
    const nowMs = this.clock.monotonicMs();
    if (nowMs - this.checkedAtMs < CHECK_EVERY_MS) return;
    const streams = [...this.streams];
    const actors = await this.callers.actorsOf(
      tx,
      streams.map(({ reader }) => reader.caller),
    );
    this.checkedAtMs = nowMs;
    for (const stream of streams) {
      const { caller, role } = stream.reader;
      const actor = actors.get(caller);
      if (actor?.role !== role) stream.drop('permission');
    }
  }

  private beat(): void {
    this.cancelBeat = this.clock.after(HEARTBEAT_MS, () => this.beat());
    for (const stream of [...this.streams]) stream.beat();
    if (this.streams.size > 0) void this.tellHealth();
  }

  private async tellHealth(): Promise<void> {
    this.broadcast(await this.health.look());
  }

  private broadcast(told: HealthFrames): void {
    for (const stream of [...this.streams]) stream.tell(told[stream.reader.scope.kind]);
  }
}

/** Once for all who see all, once for each host. */
function pieceFor(
  { reader: { scope } }: LiveStream,
  entries: readonly LiveEntry[],
  pieces: Map<string, Buffer | null>,
): Buffer | null {
  const key = scope.kind === 'all' ? '' : scope.email;
  const known = pieces.get(key);
  if (known !== undefined) return known;
  const made = framesFor(entries, scope);
  pieces.set(key, made);
  return made;
}
