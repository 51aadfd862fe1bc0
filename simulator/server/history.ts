import { Ring } from '../runtime/ring.js';
import { type Effect } from '../world/journal.js';
import { BusiestWindow } from './busiest-window.js';
import { maxInAnyWindow } from './rate-limit.js';

/** One request under `/artemis`, from its arrival to what became of its answer. */
export interface Arrival {
  readonly sequence: number;
  readonly atMs: number;
  readonly path: string;
  /** As claimed by the request; empty when it claimed none. */
  readonly appKey: string;
  isOverBudget: boolean;
  /** null while no answer has been made. */
  answerCode: string | null;
  httpStatus: number | null;
  answeredAtMs: number | null;
  /** False for an answer that was made and then kept from the caller. */
  isDelivered: boolean;
}

export interface Answered {
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly isDelivered: boolean;
}

/** One push to a subscriber, delivered or not. */
export interface Delivery {
  readonly eventDest: string;
  readonly eventIds: readonly string[];
  readonly isDelivered: boolean;
  /** null without an answer. */
  readonly httpStatus: number | null;
}

/** What happened, in the order in which it happened. */
export type HistoryEntry =
  | { readonly what: 'arrival'; readonly atMs: number; readonly arrival: Pick<Arrival, 'sequence' | 'path' | 'appKey'> }
  | { readonly what: 'answer'; readonly atMs: number; readonly answer: Answered & { readonly sequence: number } }
  | { readonly what: 'effect'; readonly atMs: number; readonly effect: Effect }
  | { readonly what: 'delivery'; readonly atMs: number; readonly delivery: Delivery };

export interface HistorySettings {
  /** The newest so many arrivals, and the newest so many entries of everything, are kept. Default 200 000. */
  readonly keptEntries?: number;
  /** The partners whose busiest windows are followed for as long as the simulator runs. */
  readonly appKeys?: readonly string[];
  /** The lengths that are followed from the start. */
  readonly windowsMs?: readonly number[];
}

export const DEFAULT_KEPT_ENTRIES = 200_000;
const MAX_COUNTED_PATHS = 1000;
const OTHER_PATHS = '(other)';

/** Append-only: what arrived, what it changed, what was answered, what was pushed. Old entries are dropped; the counts go on. */
export class History {
  private readonly calls: Ring<Arrival>;
  private readonly chronicle: Ring<HistoryEntry>;
  private readonly counts = new Map<string, number>();
  private readonly windows = new Map<string, BusiestWindow[]>();

  constructor(
    private readonly nowMs: () => number,
    { keptEntries = DEFAULT_KEPT_ENTRIES, appKeys = [], windowsMs = [] }: HistorySettings = {},
  ) {
    this.calls = new Ring(keptEntries);
    this.chronicle = new Ring(keptEntries);
    for (const appKey of appKeys) this.windows.set(appKey, []);
    for (const windowMs of new Set(windowsMs)) this.follow(windowMs);
  }

  arrive(path: string, appKey: string): Arrival {
    const arrival: Arrival = {
      sequence: this.calls.added() + 1,
      atMs: this.nowMs(),
      path,
      appKey,
      isOverBudget: false,
      answerCode: null,
      httpStatus: null,
      answeredAtMs: null,
      isDelivered: false,
    };
    const { sequence, atMs } = arrival;
    this.calls.add(arrival);
    this.chronicle.add({ what: 'arrival', atMs, arrival: { sequence, path, appKey } });
    this.count(path);
    for (const window of this.windows.get(appKey) ?? []) window.add(atMs);
    return arrival;
  }

  finish(arrival: Arrival, { code, httpStatus, isDelivered }: Answered): void {
    const atMs = this.nowMs();
    Object.assign(arrival, { answerCode: code, httpStatus, isDelivered, answeredAtMs: atMs });
    const answer = { sequence: arrival.sequence, code, httpStatus, isDelivered };
    this.chronicle.add({ what: 'answer', atMs, answer });
  }

  noteEffect(effect: Effect): void {
    this.chronicle.add({ what: 'effect', atMs: effect.atMs, effect });
  }

  noteDelivery(delivery: Delivery): void {
    this.chronicle.add({ what: 'delivery', atMs: this.nowMs(), delivery });
  }

  /** The newest, oldest first. */
  arrivals(): readonly Arrival[] {
    return this.calls.items();
  }

  /** How many old ones are gone. */
  dropped(): { readonly arrivals: number; readonly entries: number } {
    return { arrivals: this.calls.dropped(), entries: this.chronicle.dropped() };
  }

  /** One JSON line an entry, `n` counted from the first ever; what is added while it is read comes along. */
  *lines(): Generator<string> {
    for (let n = this.chronicle.dropped(); n < this.chronicle.added(); n += 1) {
      const entry = this.chronicle.at(n);
      // A slow reader can be overtaken; the gap shows in `n`.
      if (entry !== undefined) yield `${JSON.stringify({ n: n + 1, ...entry })}\n`;
    }
  }

  /** Of the simulator's whole life; beyond a thousand different paths the rest is one. */
  callsByPath(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** Follows another length from now on, the arrivals that are still known included. */
  follow(windowMs: number): void {
    for (const [appKey, windows] of this.windows) {
      if (windows.some((window) => window.windowMs === windowMs)) continue;
      const window = new BusiestWindow(windowMs);
      for (const arrival of this.calls.items()) if (arrival.appKey === appKey) window.add(arrival.atMs);
      windows.push(window);
    }
  }

  /**
   * Every arrival of the AppKey counts, refused ones too: it is what the client sent. Exact for the whole life for a length that is
   * followed, and for any other while no arrival has been dropped.
   * @throws RangeError when it can no longer be known
   */
  maxCallsInAnyWindow(windowMs: number, appKey: string): number {
    const followed = this.windows.get(appKey)?.find((window) => window.windowMs === windowMs);
    if (followed !== undefined) return followed.max();
    if (this.calls.dropped() > 0) {
      throw new RangeError(`windows of ${windowMs} ms were not followed from the start, and the oldest calls are gone`);
    }
    const own = this.calls.items().filter((arrival) => arrival.appKey === appKey);
    return maxInAnyWindow(
      own.map(({ atMs }) => atMs),
      windowMs,
    );
  }

  private count(path: string): void {
    const isCounted = this.counts.has(path) || this.counts.size < MAX_COUNTED_PATHS;
    const name = isCounted ? path : OTHER_PATHS;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
