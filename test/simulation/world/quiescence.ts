/** Bottleneck starts each job with `setTimeout(…, 0)`: a real millisecond each, and in no fixed order. */
const AT_ONCE_MS = 1;

class InstantTimer {
  constructor(public action: (() => void) | null) {}
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const instants: InstantTimer[] = [];
let openWork = 0;
let workEnded: () => void = () => undefined;

/** Timers of no length become turns of {@link settle}; for the whole process, before anything is started. */
export function takeOverInstantTimers(): void {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
  const set = (action: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): unknown => {
    if (delayMs > AT_ONCE_MS) return realSet(action, delayMs, ...args);
    const timer = new InstantTimer(() => action(...args));
    instants.push(timer);
    return timer;
  };
  const clear = (timer: unknown): void => {
    if (timer instanceof InstantTimer) timer.action = null;
    else realClear(timer as NodeJS.Timeout);
  };
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
}

/** Work that waits for the real world, such as a statement of a real database: time stands still until it has ended. */
export async function untilEnded<T>(work: Promise<T>): Promise<T> {
  openWork += 1;
  try {
    return await work;
  } finally {
    openWork -= 1;
    workEnded();
  }
}

/** Until nothing can happen any more before time moves on. */
export async function settle(): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (instants.length > 0) for (const { action } of instants.splice(0)) action?.();
    else if (openWork > 0) await new Promise<void>((resolve) => (workEnded = resolve));
    else return;
  }
}
