import { type ServerResponse } from 'node:http';
import { type Clock } from '../../../platform/clock/clock.js';
import { type WatchedCaller } from '../../../platform/http/caller-watch.js';
import {
  eventFrame,
  framesFor,
  idOf,
  type LiveEntry,
  type LivePlace,
  type LiveScope,
  placeFrame,
} from './live-entry.js';

/** What may wait for one reader, beside what the socket holds and the last page: a burst alone makes nobody slow. */
const BACKLOG_MAX_BYTES = 512 * 1024;
/** A reader that takes nothing for so long is gone, or as good as gone. */
const STALLED_AFTER_MS = 30_000;
/** What was written before the end may still leave the socket. */
const GOODBYE_MS = 1_000;
/** When a browser tries again after a cut. */
const RETRY_MS = 2_000;

/** `slow`: takes less than comes. `permission`: logged out, blocked, or of another role. `shutdown`: of this process. */
export type DropReason = 'slow' | 'permission' | 'shutdown';

export interface LiveReader {
  /** Kind and id. */
  readonly callerId: string;
  readonly caller: WatchedCaller;
  readonly role: string | null;
  readonly scope: LiveScope;
}

/** One open answer: writes what its reader may see, and is dropped rather than buffered without end. */
export class LiveStream {
  private stalledSinceMs: number | null = null;
  private hasEnded = false;

  /** @param place of the last event that was written, or passed over because this reader may not see it */
  constructor(
    readonly reader: LiveReader,
    private place: LivePlace,
    private readonly response: ServerResponse,
    private readonly clock: Clock,
    private readonly onEnd: (stream: LiveStream, reason: DropReason | null) => void,
  ) {
    response.on('drain', () => (this.stalledSinceMs = null));
    response.once('close', () => this.end(null));
    this.write(`retry: ${RETRY_MS}\n\n`);
  }

  get position(): bigint {
    return this.place.position;
  }

  get isOpen(): boolean {
    return !this.hasEnded;
  }

  /** @param frames what this reader may see of the events up to `place`; null: nothing */
  advance(frames: Buffer | null, place: LivePlace): void {
    this.place = place;
    if (frames !== null) this.write(frames);
  }

  /** For a reader that goes its own way through the log: those it had are left out. */
  take(entries: readonly LiveEntry[], place: LivePlace): void {
    const unseen = entries.filter(({ position }) => position > this.position);
    this.advance(framesFor(unseen, this.reader.scope), place);
  }

  /** Something that is no event of the log, such as health. */
  tell(frame: string | Buffer): void {
    this.write(frame);
  }

  /** Shows that both ends are there, and how far the log was passed through: a host may see none of it for days. */
  beat(): void {
    if (this.stalledSinceMs !== null) {
      if (this.clock.monotonicMs() - this.stalledSinceMs > STALLED_AFTER_MS) this.drop('slow');
      return;
    }
    this.write(`: still here\n${placeFrame(this.place)}`);
  }

  /** The log is not the one this reader knew: what it shows is to be read anew. */
  reset(reason: ResetReason, place: LivePlace): void {
    this.place = place;
    this.write(eventFrame('reset', { reason }, idOf(place)));
  }

  /** Resolves when the socket has taken what was written, or the stream has ended; who takes nothing is dropped. */
  async drained(): Promise<void> {
    if (this.hasEnded || !this.response.writableNeedDrain) return;
    const patience = new AbortController();
    const moved = (): void => patience.abort();
    this.response.once('drain', moved).once('close', moved);
    await this.clock.sleep(STALLED_AFTER_MS, patience.signal);
    this.response.off('drain', moved).off('close', moved);
    if (!patience.signal.aborted) this.drop('slow');
  }

  /** Ends it with the reason as its last event; what the socket does not take in a moment is lost. */
  drop(reason: DropReason): void {
    if (this.hasEnded) return;
    this.response.end(eventFrame('dropped', { reason }));
    this.end(reason);
    const cancel = this.clock.after(GOODBYE_MS, () => this.response.destroy());
    this.response.once('close', cancel);
  }

  private end(reason: DropReason | null): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.onEnd(this, reason);
  }

  private write(frame: string | Buffer): void {
    if (this.hasEnded) return;
    if (this.response.writableLength > BACKLOG_MAX_BYTES) this.drop('slow');
    else if (!this.response.write(frame)) this.stalledSinceMs ??= this.clock.monotonicMs();
  }
}

/** `too_old`: more happened since than is sent again. `other_epoch`: a backup was restored. `unknown`: no id of ours. */
export type ResetReason = 'too_old' | 'other_epoch' | 'unknown';
