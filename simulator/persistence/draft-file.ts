import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { writeAll } from './replace-file.js';

/** A file written line by line beside the one it will replace in one step, so that a kill leaves the old or the new. */
export class DraftFile {
  private readonly draft: string;
  private readonly handle: number;
  private isOpen = true;

  constructor(private readonly file: string) {
    this.draft = `${file}.draft`;
    this.handle = openSync(this.draft, 'w');
  }

  line(value: unknown): void {
    writeAll(this.handle, Buffer.from(`${JSON.stringify(value)}\n`));
  }

  finish(): void {
    this.close();
    renameSync(this.draft, this.file);
  }

  abandon(): void {
    this.close();
    rmSync(this.draft, { force: true });
  }

  private close(): void {
    if (this.isOpen) closeSync(this.handle);
    this.isOpen = false;
  }
}
