import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { type SavedChange } from './saved-forms.js';

/**
 * What has changed since the whole was written, one line a save. A line may be written in slices; until its end is there it is no
 * line, and whatever a kill or a full disk left of one is cut off before the next.
 */
export class ChangesFile {
  /** Up to the end of the last line. */
  private soundBytes = 0;
  private openBytes = 0;
  private isDamaged = false;

  constructor(readonly file: string) {}

  /** The lines that were written to their end; none when there is no file. */
  *read(): Generator<readonly SavedChange[]> {
    if (!existsSync(this.file)) return;
    const bytes = readFileSync(this.file);
    this.soundBytes = bytes.lastIndexOf('\n') + 1;
    this.isDamaged = this.soundBytes < bytes.length;
    for (let at = 0; at < this.soundBytes;) {
      const end = bytes.indexOf('\n', at);
      yield JSON.parse(bytes.toString('utf8', at, end)) as SavedChange[];
      at = end + 1;
    }
  }

  bytes(): number {
    return this.soundBytes;
  }

  /** Whether a line has begun. */
  isOpen(): boolean {
    return this.openBytes > 0;
  }

  /** A part of a line. @throws the file system's error; the line is then gone */
  write(changes: readonly SavedChange[]): void {
    if (this.isOpen() && changes.length === 0) return;
    const begin = this.isOpen() ? ',' : '[';
    this.append(begin + JSON.stringify(changes).slice(1, -1));
  }

  /** The last part of a line. @throws the file system's error; the line is then gone */
  end(changes: readonly SavedChange[]): void {
    this.write(changes);
    this.append(']\n');
    this.soundBytes += this.openBytes;
    this.openBytes = 0;
  }

  /** Forgets the parts of a line that has no end. */
  giveUpLine(): void {
    this.isDamaged ||= this.openBytes > 0;
    this.openBytes = 0;
  }

  private append(text: string): void {
    const bytes = Buffer.from(text);
    try {
      if (this.isDamaged && existsSync(this.file)) truncateSync(this.file, this.soundBytes);
      this.isDamaged = false;
      appendFileSync(this.file, bytes);
    } catch (error) {
      this.isDamaged = true;
      this.openBytes = 0;
      throw error;
    }
    this.openBytes += bytes.length;
  }
}
