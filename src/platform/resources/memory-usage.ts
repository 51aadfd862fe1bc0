import { readFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';

/** Where the kernel's facts are read; the tests put their own in place. */
export interface KernelFacts {
  /** Text of a file of the kernel; null where there is none. */
  read(path: string): Promise<string | null>;
  readonly totalBytes: () => number;
  readonly availableBytes: () => number;
}

export const KERNEL: KernelFacts = {
  read: readOrNull,
  totalBytes: totalmem,
  // On Linux MemAvailable: what could be had without swapping, page cache included.
  availableBytes: freemem,
};

interface CgroupFiles {
  readonly limit: string;
  readonly usage: string;
  /** Line of memory.stat: page cache that the kernel gives back first. */
  readonly reclaimable: string;
}

const VERSION_2: CgroupFiles = { limit: 'memory.max', usage: 'memory.current', reclaimable: 'inactive_file' };
const VERSION_1: CgroupFiles = {
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  reclaimable: 'total_inactive_file',
};

const CGROUPS = '/sys/fs/cgroup';

/**
 * Memory in use, in percent of what this process may have: the limit of its container where there is one (cgroup 2 or
 * 1), else the machine's. Page cache that the kernel would give back does not count as used.
 */
export async function memoryUsagePercent(kernel: KernelFacts = KERNEL): Promise<number> {
  const total = kernel.totalBytes();
  for (const { folder, files } of await cgroupFolders(kernel)) {
    const limit = Number(await kernel.read(join(folder, files.limit)));
    // "max", absent, or version 1's number for "none", which is far above any machine.
    if (!Number.isFinite(limit) || limit <= 0 || limit > total) continue;
    const usage = Number(await kernel.read(join(folder, files.usage)));
    const reclaimable = statLine(await kernel.read(join(folder, 'memory.stat')), files.reclaimable);
    return percent(Math.max(0, usage - reclaimable), limit);
  }
  return percent(total - kernel.availableBytes(), total);
}

/** The process's own group first; inside a container its folder is the root of what it sees. */
async function cgroupFolders(kernel: KernelFacts): Promise<{ folder: string; files: CgroupFiles }[]> {
  const own = (await kernel.read('/proc/self/cgroup')) ?? '';
  const second = /^0::(.*)$/m.exec(own)?.[1] ?? '/';
  const first = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(own)?.[1] ?? '/';
  return [
    { folder: join(CGROUPS, second), files: VERSION_2 },
    { folder: CGROUPS, files: VERSION_2 },
    { folder: join(CGROUPS, 'memory', first), files: VERSION_1 },
    { folder: join(CGROUPS, 'memory'), files: VERSION_1 },
  ];
}

function statLine(stat: string | null, name: string): number {
  const line = stat?.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}

function percent(part: number, whole: number): number {
  return (part / whole) * 100;
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
