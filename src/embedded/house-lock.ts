import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, markOf, type ProcessMark } from './own-process.js';

/** Another process uses the same data folder. */
export class AlreadyRunningError extends Error {
  readonly code = 'START.ALREADY_RUNNING';

  constructor(pid: number, folder: string) {
    super(
      `Vestibule is already running here: process ${pid} uses ${folder}.\n` +
        'Stop that one, or name another folder and port with VESTIBULE_DATA_DIR and PORT.',
    );
    this.name = 'AlreadyRunningError';
  }
}

/** One process at a time works on a data folder. A lock whose owner died is nobody's. */
export class HouseLock {
  private constructor(private readonly path: string) {}

  /** @throws AlreadyRunningError START.ALREADY_RUNNING */
  static take(folder: string): HouseLock {
    const path = `${folder}/running.json`;
    const own = `${path}.${process.pid}`;
    writeFileSync(own, JSON.stringify(markOf(process.pid)));
    try {
      while (!isLinked(own, path)) {
        const owner = read(path);
        if (owner !== null && isAlive(owner)) throw new AlreadyRunningError(owner.pid, folder);
        clearAway(path, `${own}.stale`);
      }
    } finally {
      rmSync(own, { force: true });
    }
    return new HouseLock(path);
  }

  release(): void {
    if (read(this.path)?.pid === process.pid) rmSync(this.path, { force: true });
  }
}

/** A link is made whole or not at all, so nobody ever reads half a lock. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of two that clear at once, one moves the dead lock; the other may have moved a new one and puts it back. */
function clearAway(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved !== null && isAlive(moved)) isLinked(aside, path);
  rmSync(aside, { force: true });
}

function read(path: string): ProcessMark | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessMark;
  } catch {
    return null;
  }
}
