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

/** Append-only: what arrived and what was answered. */
export class History {
  private readonly entries: Arrival[] = [];

  constructor(private readonly nowMs: () => number) {}

  arrive(path: string, appKey: string): Arrival {
    const arrival: Arrival = {
      sequence: this.entries.length + 1,
      atMs: this.nowMs(),
      path,
      appKey,
      isOverBudget: false,
      answerCode: null,
      httpStatus: null,
      answeredAtMs: null,
      isDelivered: false,
    };
    this.entries.push(arrival);
    return arrival;
  }

  finish(arrival: Arrival, { code, httpStatus, isDelivered }: Answered): void {
    Object.assign(arrival, { answerCode: code, httpStatus, isDelivered, answeredAtMs: this.nowMs() });
  }

  arrivals(): readonly Arrival[] {
    return this.entries;
  }

  callsByPath(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { path } of this.entries) counts[path] = (counts[path] ?? 0) + 1;
    return counts;
  }

  /** Every arrival of the AppKey counts, refused ones too: it is what the client sent. */
  maxCallsInAnyWindow(windowMs: number, appKey: string): number {
    const own = this.entries.filter((arrival) => arrival.appKey === appKey);
    return maxInAnyWindow(
      own.map(({ atMs }) => atMs),
      windowMs,
    );
  }
}
