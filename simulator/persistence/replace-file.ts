import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

/** Atomic: a crash leaves the old content or the new one. */
export function replaceFile(file: string, ...parts: readonly (string | Buffer)[]): void {
  const draft = `${file}.draft`;
  const handle = openSync(draft, 'w');
  try {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      for (let at = 0; at < bytes.length; at += writeSync(handle, bytes, at));
    }
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
