import { type Answer } from '../server/answer.js';
import { type GarbageForm } from './garbage.js';

/** A request's body as an endpoint reads it. */
export type CallBody = Readonly<Record<string, unknown>>;

/** What a fault may do with the call it has caught. */
export interface CaughtCall {
  /** Lets the call have its effect, of another body when asked, and returns the answer it would have got. */
  apply(edit?: (body: CallBody) => CallBody): Promise<Answer>;
  wait(ms: number): Promise<void>;
  /** Lets something happen after the call is over. */
  later(ms: number, run: () => void): void;
  /** The next of the fault's own seeded numbers in [0, 1). */
  random(): number;
}

export type FaultPhase = 'before' | 'after';

/** The kinds of trouble a call can meet after it was authenticated and counted, each with its own settings. */
export interface FaultKinds {
  /** Applied, then the socket is closed: the caller never learns. */
  'lose-answer': object;
  /** Not applied; answered with this instead. `body` replaces the envelope of `code` and `msg`. */
  refuse: {
    readonly code?: string;
    readonly msg?: string;
    readonly httpStatus?: number;
    readonly body?: string;
    readonly contentType?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Not applied, yet answered with code 0 and this `data`. */
  'pretend-success': { readonly data?: unknown };
  /** The call waits before it is applied, or its answer does afterwards. */
  delay: { readonly delayMs: number; readonly phase?: FaultPhase };
  /** No answer and no end, whether applied (`after`) or not (`before`). */
  hang: { readonly phase?: FaultPhase };
  /** Applied twice, as when something on the way repeats a call. The caller gets the answer of the first (default) or the second. */
  'duplicate-effect': { readonly answer?: 'first' | 'second' };
  /**
   * Applied only `delayMs` after it was answered: with code 0 and `data` (`success`, the default), with a closed socket (`lost`), or
   * with `code` under `httpStatus` (`error`; default `0x00052103`, a timeout, under 504).
   */
  'delayed-effect': {
    readonly delayMs: number;
    readonly answer?: 'success' | 'lost' | 'error';
    readonly data?: unknown;
    readonly code?: string;
    readonly httpStatus?: number;
  };
  /** Applied, and the answer comes byte by byte over this time; with `isEndless`, blanks follow it for ever. */
  drip: { readonly overMs: number; readonly isEndless?: boolean };
  /** Answered with what is no answer, whether applied (`after`) or not (`before`, the default). */
  garbage: { readonly form: GarbageForm; readonly phase?: FaultPhase };
  /** Not applied; 500, 502, 503 or 504 with a page, an envelope or nothing, as the fault's numbers fall. */
  burst: object;
  /**
   * Of a batch (`list`, or the comma list `personIds`) only the first `applied` entries have their effect; answered with `code`, default
   * `"0"`. A call without a batch is applied whole.
   */
  partial: { readonly applied: number; readonly code?: string };
}

export type FaultKind = keyof FaultKinds;

/** Which calls a fault catches. */
export interface FaultScope {
  /** `/api/…` or `/artemis/api/…`, a prefix ending in `*`, or `*` for every call. */
  readonly path: string;
  /** How many calls it catches; null, the default, until it is removed. */
  readonly times?: number | null;
  /** How many matching calls it lets by first. */
  readonly skip?: number;
  /** The share of matching calls it catches, 0 to 1; the same `seed` chooses the same ones. What it lets by meets the next fault. */
  readonly probability?: number;
  /** Default 1. */
  readonly seed?: number;
  /** It begins this long after it was set, default at once, and ends `forMs` after that, default never. */
  readonly startsInMs?: number;
  readonly forMs?: number;
}

export type Fault = { [K in FaultKind]: { readonly kind: K } & FaultKinds[K] & FaultScope }[FaultKind];
