/** Under `npm test` a short block that is always the same; `npm run fuzz:gateway` says more. */
const DEFAULT_RUNS = 80;
const DEFAULT_SEED = 20_260_101;

export interface FuzzSettings {
  /** Mutated answers for each call. */
  readonly runs: number;
  readonly seed: number;
  /** The command, with numbers to print; not the tests of every change. */
  readonly isLong: boolean;
}

export function fuzzSettings(): FuzzSettings {
  const runs = process.env['FUZZ_RUNS'];
  return {
    runs: Number(runs ?? DEFAULT_RUNS),
    seed: Number(process.env['FUZZ_SEED'] ?? DEFAULT_SEED),
    isLong: runs !== undefined,
  };
}
