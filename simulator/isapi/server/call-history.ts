/** One call, from its arrival to what became of it. No bodies: they hold names and faces. */
export interface DeviceCall {
  readonly sequence: number;
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly isAuthenticated: boolean;
  /** null while nothing was answered. */
  httpStatus: number | null;
  /** Of a ResponseStatus; null for any other answer. */
  subStatusCode: string | null;
}

/** Append-only: what arrived and what was answered. */
export class CallHistory {
  private readonly entries: DeviceCall[] = [];

  constructor(private readonly nowMs: () => number) {}

  arrive(call: Pick<DeviceCall, 'method' | 'path' | 'query' | 'isAuthenticated'>): DeviceCall {
    const entry = {
      ...call,
      sequence: this.entries.length + 1,
      atMs: this.nowMs(),
      httpStatus: null,
      subStatusCode: null,
    };
    this.entries.push(entry);
    return entry;
  }

  calls(): readonly DeviceCall[] {
    return this.entries;
  }
}
