import { constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedStartError } from './embedded-start-error.js';

/** Empty: as whoever we are. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

const CANDIDATES = ['postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root; root lends it another user's name: that of the owner, when there is data.
 * @param data folder of the cluster, which may not exist yet
 */
export function whoRunsPostgres(data: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  const owner = existsSync(data) ? statSync(data) : null;
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }] as const),
  );
  const user = CANDIDATES.map((name) => users.get(name)).find((found) => found !== undefined);
  if (user === undefined) {
    throw new EmbeddedStartError(
      `PostgreSQL does not run as root, and there is no user ${CANDIDATES.join(' or ')} to run it as`,
    );
  }
  return user;
}

/**
 * The first folder on the way to `path` that `user` may not enter; null when there is none, or when this process hands
 * on the right to enter everything (`scripts/launch.mjs` sees to that where it is needed).
 */
export function firstClosedFolder(path: string, { uid, gid }: RunAs): string | null {
  if (uid === undefined || hasAmbientOverride()) return null;
  const folders: string[] = [];
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder);
  const closed = folders.find((folder) => {
    const { mode, uid: owner, gid: group } = statSync(folder);
    const execute = owner === uid ? constants.S_IXUSR : group === gid ? constants.S_IXGRP : constants.S_IXOTH;
    return (mode & execute) === 0;
  });
  return closed ?? null;
}

/** CAP_DAC_OVERRIDE (bit 1 of `linux/capability.h`) among the ambient capabilities. */
function hasAmbientOverride(): boolean {
  if (!existsSync('/proc/self/status')) return false;
  const ambient = /^CapAmb:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${ambient}`) & 2n) !== 0n;
}
