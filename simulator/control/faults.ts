import { seededRandom } from '../runtime/seeded-random.js';
import { type Fault } from './fault-kinds.js';

export { type Fault } from './fault-kinds.js';

/** A fault that has caught a call, with the row of numbers it draws from. */
export interface CaughtBy {
  readonly fault: Fault;
  readonly random: () => number;
}

interface BookedFault {
  readonly id: number;
  readonly fault: Fault;
  readonly random: () => number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  skip: number;
  left: number | null;
}

/** The faults in force, oldest first; a call is caught by the first that matches. */
export class FaultBook {
  private entries: BookedFault[] = [];
  private lastId = 0;

  /** @param nowMs the true clock: a window of time is measured by it */
  constructor(private readonly nowMs: () => number) {}

  add(fault: Fault): number {
    this.lastId += 1;
    const startsAtMs = this.nowMs() + (fault.startsInMs ?? 0);
    this.entries.push({
      id: this.lastId,
      fault,
      random: seededRandom(fault.seed ?? 1),
      startsAtMs,
      endsAtMs: startsAtMs + (fault.forMs ?? Number.POSITIVE_INFINITY),
      skip: fault.skip ?? 0,
      left: fault.times ?? null,
    });
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
    this.dropEnded();
    return this.entries.map(({ id, fault, left }) => ({ ...fault, id, times: left }));
  }

  /** The fault that catches this call, used up by one. `path` is below `/artemis`. */
  take(path: string): CaughtBy | undefined {
    this.dropEnded();
    const nowMs = this.nowMs();
    const entry = this.entries.find(
      ({ fault, startsAtMs, random }) =>
        startsAtMs <= nowMs && matches(fault.path, path) && random() < (fault.probability ?? 1),
    );
    if (entry === undefined) return undefined;
    if (entry.skip > 0) {
      entry.skip -= 1;
      return undefined;
    }
    if (entry.left !== null) {
      entry.left -= 1;
      if (entry.left <= 0) this.remove(entry.id);
    }
    return { fault: entry.fault, random: entry.random };
  }

  private dropEnded(): void {
    const nowMs = this.nowMs();
    this.entries = this.entries.filter(({ endsAtMs }) => endsAtMs > nowMs);
  }
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.replace(/^\/artemis(?=\/)/, '');
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;
}
