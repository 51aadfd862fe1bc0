import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What the file holds; made and kept, for its owner's eyes only, when it is not there yet. */
export function readOrMake(path: string, make: () => string): string {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, make(), { mode: 0o600 });
  try {
    // Two that start at once must end with the same text, and a crash must not leave half of one.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}
