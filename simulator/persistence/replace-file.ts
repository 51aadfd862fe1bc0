import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

/** Atomic: a crash leaves the old content or the new one. */
export function replaceFile(file: string, bytes: Buffer): void {
  const draft = `${file}.draft`;
  const handle = openSync(draft, 'w');
  try {
    writeAll(handle, bytes);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** A single write may take only a part. */
export function writeAll(handle: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += writeSync(handle, bytes, at));
}
