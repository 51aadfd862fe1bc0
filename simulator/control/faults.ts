import { type Answer, envelope, page } from '../server/answer.js';

/** What becomes of a call. `cut` closes the socket without an answer; `silent` leaves it open without one. */
export type Outcome =
  { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'cut' | 'silent'; readonly answer?: Answer };

export function answered(answer: Answer): Outcome {
  return { kind: 'answer', answer };
}

/** What a fault may do with the call it has caught. */
export interface CaughtCall {
  /** Lets the call have its effect and returns the answer it would have got. */
  apply(): Promise<Answer>;
  wait(ms: number): Promise<void>;
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
}

export type FaultKind = keyof FaultKinds;

interface FaultScope {
  /** `/api/…` or `/artemis/api/…`, a prefix ending in `*`, or `*` for every call. */
  readonly path: string;
  /** How many calls it catches; null, the default, until it is removed. */
  readonly times?: number | null;
  /** How many matching calls it lets by first. */
  readonly skip?: number;
}

export type Fault = { [K in FaultKind]: { readonly kind: K } & FaultKinds[K] & FaultScope }[FaultKind];

type Behaviour<K extends FaultKind> = (fault: FaultKinds[K], call: CaughtCall) => Promise<Outcome>;

/** One row a kind: the whole of what a fault does. */
const BEHAVIOURS: { readonly [K in FaultKind]: Behaviour<K> } = {
  'lose-answer': async (_fault, call) => ({ kind: 'cut', answer: await call.apply() }),

  refuse: ({ code = '1', msg = 'refused', httpStatus = 200, body, contentType, headers }) => {
    const answer = body === undefined ? envelope(code, msg, null, httpStatus) : page('text/html', httpStatus, body);
    const type = contentType === undefined ? {} : { 'content-type': contentType };
    return Promise.resolve(answered({ ...answer, headers: { ...answer.headers, ...type, ...headers } }));
  },

  'pretend-success': ({ data = '' }) => Promise.resolve(answered(envelope('0', 'Success', data))),

  delay: async ({ delayMs, phase = 'before' }, call) => {
    if (phase === 'before') await call.wait(delayMs);
    const answer = await call.apply();
    if (phase === 'after') await call.wait(delayMs);
    return answered(answer);
  },

  hang: async ({ phase = 'before' }, call) =>
    phase === 'before' ? { kind: 'silent' } : { kind: 'silent', answer: await call.apply() },
};

export const FAULT_KINDS = Object.keys(BEHAVIOURS);

export function runFault(fault: Fault, call: CaughtCall): Promise<Outcome> {
  // The table is keyed by the fault's own kind, which the compiler cannot follow through the union.
  const behaviour = BEHAVIOURS[fault.kind] as Behaviour<FaultKind>;
  return behaviour(fault, call);
}

interface BookedFault {
  readonly id: number;
  readonly fault: Fault;
  skip: number;
  left: number | null;
}

/** The faults in force, oldest first; a call is caught by the first that matches. */
export class FaultBook {
  private entries: BookedFault[] = [];
  private lastId = 0;

  add(fault: Fault): number {
    this.lastId += 1;
    this.entries.push({ id: this.lastId, fault, skip: fault.skip ?? 0, left: fault.times ?? null });
    return this.lastId;
  }

  remove(id: number): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => entry.id !== id);
    return this.entries.length < before;
  }

  clear(): void {
    this.entries = [];
  }

  list(): (Fault & { readonly id: number })[] {
    return this.entries.map(({ id, fault, left }) => ({ ...fault, id, times: left }));
  }

  /** The fault that catches this call, used up by one. `path` is below `/artemis`. */
  take(path: string): Fault | undefined {
    const entry = this.entries.find(({ fault }) => matches(fault.path, path));
    if (entry === undefined) return undefined;
    if (entry.skip > 0) {
      entry.skip -= 1;
      return undefined;
    }
    if (entry.left !== null) {
      entry.left -= 1;
      if (entry.left <= 0) this.remove(entry.id);
    }
    return entry.fault;
  }
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.replace(/^\/artemis(?=\/)/, '');
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;
}
