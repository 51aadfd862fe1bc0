interface Timer {
  readonly dueMs: number;
  readonly order: number;
  action: (() => void) | null;
}

/** True time of one simulated world, Unix milliseconds. Moves only from timer to timer; equal due times fire in the order set. */
export class VirtualTime {
  private readonly heap: Timer[] = [];
  private timersSet = 0;

  constructor(private currentMs: number) {}

  get nowMs(): number {
    return this.currentMs;
  }

  now(): Date {
    return new Date(this.currentMs);
  }

  after(delayMs: number, action: () => void): () => void {
    const timer: Timer = { dueMs: this.currentMs + Math.max(0, delayMs), order: this.timersSet++, action };
    this.push(timer);
    return () => {
      timer.action = null;
    };
  }

  at(instantMs: number, action: () => void): () => void {
    return this.after(instantMs - this.currentMs, action);
  }

  /** Fires what is due by `untilMs`, each timer at its own instant; `settle` lets all that it started come to rest. */
  async runUntil(untilMs: number, settle: () => Promise<void>): Promise<void> {
    await settle();
    for (let timer = this.nextBy(untilMs); timer !== null; timer = this.nextBy(untilMs)) {
      const { action } = timer;
      if (action === null) continue;
      this.currentMs = Math.max(this.currentMs, timer.dueMs);
      action();
      await settle();
    }
    this.currentMs = Math.max(this.currentMs, untilMs);
  }

  private nextBy(untilMs: number): Timer | null {
    const [first] = this.heap;
    return first !== undefined && first.dueMs <= untilMs ? this.pop() : null;
  }

  private push(timer: Timer): void {
    const { heap } = this;
    heap.push(timer);
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(timer, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = timer;
  }

  private pop(): Timer {
    const { heap } = this;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) this.sink(last);
    return first;
  }

  private sink(timer: Timer): void {
    const { heap } = this;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, timer)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = timer;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}
