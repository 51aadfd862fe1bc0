import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Face } from '../world/model.js';
import { replaceFile } from './replace-file.js';

/** One JPEG a face, named by its SHA-256, so that a change of one person does not write everybody's face again. */
export class FaceFolder {
  private readonly written = new Set<string>();

  constructor(private readonly folder: string) {}

  write({ sha256, jpeg }: Face): void {
    if (this.written.has(sha256)) return;
    mkdirSync(this.folder, { recursive: true });
    if (!existsSync(this.fileOf(sha256))) replaceFile(this.fileOf(sha256), jpeg);
    this.written.add(sha256);
  }

  /** @throws Error when it is missing */
  read(sha256: string): Face {
    return { sha256, jpeg: readFileSync(this.fileOf(sha256)) };
  }

  removeExcept(kept: ReadonlySet<string>): void {
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder)) {
      const sha256 = name.replace(/\.jpg$/, '');
      if (kept.has(sha256)) continue;
      rmSync(join(this.folder, name));
      this.written.delete(sha256);
    }
  }

  private fileOf(sha256: string): string {
    return join(this.folder, `${sha256}.jpg`);
  }
}
