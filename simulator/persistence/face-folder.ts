import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Face } from '../world/model.js';
import { replaceFile } from './replace-file.js';

const ENDING = '.jpg';

/** One JPEG a face, named by its SHA-256, so that a change of one person does not write everybody's face again. */
export class FaceFolder {
  private known: Set<string> | undefined;

  constructor(private readonly folder: string) {}

  write({ sha256, jpeg }: Face): void {
    const written = this.written();
    if (written.has(sha256)) return;
    mkdirSync(this.folder, { recursive: true });
    replaceFile(this.fileOf(sha256), jpeg);
    written.add(sha256);
  }

  /** @throws Error when it is missing */
  read(sha256: string): Face {
    return { sha256, jpeg: readFileSync(this.fileOf(sha256)) };
  }

  removeExcept(kept: ReadonlySet<string>): void {
    const written = this.written();
    for (const sha256 of written) {
      if (kept.has(sha256)) continue;
      rmSync(this.fileOf(sha256), { force: true });
      written.delete(sha256);
    }
  }

  /** Read from the disk once: nobody else writes here. */
  private written(): Set<string> {
    this.known ??= new Set(
      existsSync(this.folder)
        ? readdirSync(this.folder).flatMap((name) => (name.endsWith(ENDING) ? [name.slice(0, -ENDING.length)] : []))
        : [],
    );
    return this.known;
  }

  private fileOf(sha256: string): string {
    return join(this.folder, `${sha256}${ENDING}`);
  }
}
