import { monitorEventLoopDelay } from 'node:perf_hooks';

/** One row of the table. */
export interface Measured {
  readonly what: string;
  readonly tookMs: number;
  /** What is wanted on an idle machine. */
  readonly goalMs: number;
}

/** How much slower than the goal another machine may be. */
const SLACK = 3;
const WARM_UP_CALLS = 20;

export function isKept({ tookMs, goalMs }: Measured): boolean {
  return tookMs <= goalMs * SLACK;
}

export function table(rows: readonly Measured[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const line = (row: Measured): string =>
    [
      isKept(row) ? 'ok    ' : 'FAILED',
      row.what.padEnd(width),
      `${row.tookMs.toFixed(1).padStart(9)} ms`,
      `goal ${String(row.goalMs).padStart(5)} ms, fails above ${row.goalMs * SLACK} ms`,
    ].join('  ');
  return rows.map(line).join('\n');
}

/** What 99 of 100 calls stay below, after some that are not counted. */
export async function p99(calls: number, call: (index: number) => Promise<number>): Promise<number> {
  for (let index = 0; index < WARM_UP_CALLS; index += 1) await call(index);
  const took: number[] = [];
  for (let index = 0; index < calls; index += 1) took.push(await call(index));
  took.sort((a, b) => a - b);
  return took[Math.ceil(calls * 0.99) - 1] ?? Number.NaN;
}

/** How long `work` takes. */
export async function timed(work: () => Promise<void> | void): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

/** The longest time for which nothing else could run while `work` did. */
export async function longestBlock(work: () => Promise<void>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await work();
  delays.disable();
  return delays.max / 1_000_000;
}
