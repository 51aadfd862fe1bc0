import { readFileSync } from 'node:fs';

/** Enough to know a process again: a pid alone is given to somebody else sooner or later. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks from boot to the start of the process (`/proc/<pid>/stat`, field 22); null where there is no `/proc`. */
  readonly startedAtTicks: string | null;
}

const START_TIME_FIELD = 22;

export function markOf(pid: number): ProcessMark {
  return { pid, startedAtTicks: startTicksOf(pid) };
}

export function isAlive({ pid, startedAtTicks }: ProcessMark): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody is there and is not ours to signal.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startedAtTicks === null || startTicksOf(pid) === startedAtTicks;
}

function startTicksOf(pid: number): string | null {
  const stat = readProc(pid, 'stat');
  // The second field is the program's name in brackets, which may hold spaces and brackets itself.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD - 3] ?? null;
}

/** @returns the program's name, null where nobody can tell */
export function programOf(pid: number): string | null {
  return readProc(pid, 'comm')?.trim() ?? null;
}

function readProc(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}
