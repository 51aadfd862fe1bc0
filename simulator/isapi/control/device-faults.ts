import { classOf, type StatusCode } from '../status.js';

export type FaultPhase = 'before' | 'after';

/** The kinds of trouble an authenticated call can meet, each with its own settings. */
export interface DeviceFaultKinds {
  /** Not applied; 503, statusCode 2. */
  busy: object;
  /** Not applied; answered with this ResponseStatus. The class and the HTTP status follow from it unless given. */
  error: {
    readonly subStatusCode: string;
    readonly statusCode?: StatusCode;
    readonly httpStatus?: number;
    readonly errorMsg?: string;
  };
  /** The call waits before it is applied, or its answer does afterwards. */
  delay: { readonly delayMs: number; readonly phase?: FaultPhase };
  /** No answer and no end, whether applied (`after`) or not (`before`, the default). It keeps its place among the calls in flight. */
  hang: { readonly phase?: FaultPhase };
  /** The connection is cut without an answer; `after`, the default, when the call has been applied. */
  drop: { readonly phase?: FaultPhase };
  /** Applied; the answer comes byte by byte, `everyMs` (default 200) apart. */
  drip: { readonly everyMs?: number };
  /** Applied; answered with `body` under HTTP 200 instead. */
  garbage: { readonly body?: string; readonly contentType?: string };
}

export type DeviceFaultKind = keyof DeviceFaultKinds;

interface FaultScope {
  /** Exact, without the query; a prefix ending in `*`; or `*` for every call. */
  readonly path: string;
  /** Default any. */
  readonly method?: string;
  /** How many calls it catches; null, the default, until it is removed. */
  readonly times?: number | null;
  /** How many matching calls it lets by first. */
  readonly skip?: number;
}

export type DeviceFault = {
  [K in DeviceFaultKind]: { readonly kind: K } & DeviceFaultKinds[K] & FaultScope;
}[DeviceFaultKind];

export const DEVICE_FAULT_KINDS: readonly DeviceFaultKind[] = [
  'busy',
  'error',
  'delay',
  'hang',
  'drop',
  'drip',
  'garbage',
];

interface BookedFault {
  readonly id: number;
  readonly fault: DeviceFault;
  skip: number;
  left: number | null;
}

/** The faults in force, oldest first; a call is caught by the first that matches. */
export class DeviceFaults {
  private entries: BookedFault[] = [];
  private lastId = 0;

  /** @throws RangeError for an error that would be a success */
  add(fault: DeviceFault): number {
    if (fault.kind === 'error' && (fault.statusCode ?? classOf(fault.subStatusCode)) === 1) {
      throw new RangeError('an error cannot have the class of success');
    }
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

  list(): (DeviceFault & { readonly id: number })[] {
    return this.entries.map(({ id, fault, left }) => ({ ...fault, id, times: left }));
  }

  /** The fault that catches this call, used up by one. */
  take(method: string, path: string): DeviceFault | undefined {
    const entry = this.entries.find(({ fault }) => matches(fault, method, path));
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

function matches({ path: pattern, method: wanted = '' }: DeviceFault, method: string, path: string): boolean {
  if (wanted !== '' && wanted.toUpperCase() !== method) return false;
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
