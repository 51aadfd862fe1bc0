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
export function untilEnded<T>(work: Promise<T>): Promise<T> {
  openWork += 1;
  return work.finally(endWork);
}

function endWork(): void {
  openWork -= 1;
  workEnded();
}

/** Until nothing can happen any more before time moves on. */
export async function settle(): Promise<void> {
  for (;;) {
    await drained();
    if (instants.length > 0) for (const { action } of instants.splice(0)) action?.();
    else if (openWork > 0) await waitForWork();
    else return;
  }
}

/** Lets Node look after everything else: what it hears of rejections, and messages. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A tick that is asked for while promises settle comes after the last of them; a turn of the event loop costs ten times as much. */
function drained(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

async function waitForWork(): Promise<void> {
  await new Promise<void>((resolve) => (workEnded = resolve));
  await turn();
}
