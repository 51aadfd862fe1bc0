import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Face } from '../world/model.js';
import { type World } from '../world/world.js';
import { type WorldState } from '../world/world-state.js';
import { ChangesFile } from './changes-file.js';
import { DraftFile } from './draft-file.js';
import { FaceFolder } from './face-folder.js';
import { type FirstFormat, readFirstFormat } from './first-format.js';
import { Replay } from './replay.js';
import { type SavedChange } from './saved-forms.js';
import { WorldChanges } from './world-changes.js';

const FORMAT = 2;
/** Beyond this, a new whole is written. */
const MAX_CHANGES_BYTES = 128 * 1024 * 1024;

interface Header {
  readonly format: number;
  readonly generation: number;
}

/**
 * A world on disk: `<file>` holds the whole at one moment, `<file>.changes.<generation>` what has changed since, one line a save, and
 * `<file>.faces` the pictures. A save appends a line, so it costs what has changed and not what there is. What is much is written in
 * slices between which the simulator answers: a long line counts from its end, a new whole from its renaming, and what changes
 * meanwhile goes into both.
 */
export class StateFile {
  private readonly faces: FaceFolder;
  private generation = 0;
  private changesFile: ChangesFile;
  private changes: WorldChanges | undefined;
  private draft: DraftFile | undefined;
  private isAppending = false;
  private lastAppend: Promise<void> = Promise.resolve();
  private rewriting: Promise<void> = Promise.resolve();
  private rewriteError: Error | undefined;

  constructor(
    private readonly file: string,
    private readonly maxChangesBytes = MAX_CHANGES_BYTES,
  ) {
    this.faces = new FaceFolder(`${file}.faces`);
    this.changesFile = this.changesFileOf(0);
  }

  /**
   * @returns the saved world, or `undefined` when there is none yet
   * @throws Error when the file is of another format or damaged, or a face is missing
   */
  load(): WorldState | undefined {
    if (!existsSync(this.file)) return undefined;
    const readFace = (sha256: string): Face => this.faces.read(sha256);
    const content = readFileSync(this.file, 'utf8');
    const end = content.indexOf('\n');
    const header = JSON.parse(end === -1 ? content : content.slice(0, end)) as Header | FirstFormat;
    if (header.format === 1) return readFirstFormat(header as FirstFormat, readFace);
    if (header.format !== FORMAT) throw new Error(`${this.file} is of format ${header.format}, not ${FORMAT}`);
    this.generation = header.generation;
    this.changesFile = this.changesFileOf(this.generation);
    const replay = new Replay();
    for (const line of content.slice(end + 1).split('\n')) {
      if (line !== '') replay.applyAll(JSON.parse(line) as SavedChange[]);
    }
    for (const line of this.changesFile.read()) replay.applyAll(line);
    return replay.state(readFace);
  }

  /** Follows this world from now on, and writes it whole. Called once, before anybody else can change it. */
  async follow(world: World, eventIdSalt: string): Promise<void> {
    mkdirSync(dirname(this.file), { recursive: true });
    this.changes = new WorldChanges(world, eventIdSalt, (face) => this.faces.write(face));
    await this.writeWhole(this.changes);
    this.faces.removeExcept(this.changes.faceIds());
  }

  /**
   * Appends what has changed since the last save; a few changes are on disk on return. One that is under way takes along what
   * changes until its end. @throws the file system's error; the next save then writes everything
   */
  save(): Promise<void> {
    if (!this.isAppending && this.changes !== undefined) this.lastAppend = this.append(this.changes);
    return this.lastAppend;
  }

  /** The last save, and the end of all writing. @throws the file system's error */
  async close(): Promise<void> {
    // Who asked for it learns what became of it.
    while (this.isAppending) await Promise.allSettled([this.lastAppend]);
    await this.save();
    await this.rewriting;
    this.throwRewriteError();
  }

  private async append(changes: WorldChanges): Promise<void> {
    this.throwRewriteError();
    this.isAppending = true;
    try {
      do {
        this.changesFile.giveUpLine();
        for (const slice of changes.ahead()) {
          this.changesFile.write(slice);
          this.draft?.line(slice);
          await nextTurn();
        }
        // Put back to a backup meanwhile: what was written so far is of another world.
      } while (changes.isSwept());
      this.appendRest(changes);
    } catch (error) {
      this.changesFile.giveUpLine();
      changes.sweep();
      throw error;
    } finally {
      this.isAppending = false;
    }
    if (this.draft === undefined && this.changesFile.bytes() > this.maxChangesBytes) {
      this.rewriting = this.writeWhole(changes).catch((error: unknown) => {
        this.rewriteError = error instanceof Error ? error : new Error(String(error));
      });
    }
  }

  /** Ends the line with what is left, in one step: it is the world as it is now. */
  private appendRest(changes: WorldChanges): void {
    const hasPersons = changes.hasPersons();
    const rest = changes.take();
    if (rest.length > 0 || this.changesFile.isOpen()) {
      this.changesFile.end(rest);
      this.draft?.line(rest);
    }
    if (hasPersons) this.faces.removeExcept(changes.faceIds());
  }

  private async writeWhole(changes: WorldChanges): Promise<void> {
    const draft = new DraftFile(this.file);
    this.draft = draft;
    const sweeps = changes.sweepCount();
    try {
      draft.line({ format: FORMAT, generation: this.generation + 1 });
      for (const slice of changes.everything()) {
        draft.line(slice);
        await nextTurn();
      }
      while (this.isAppending || changes.isMuch()) await this.save();
      if (changes.sweepCount() !== sweeps) {
        draft.abandon();
        return;
      }
      this.appendRest(changes);
      draft.finish();
    } catch (error) {
      draft.abandon();
      throw error;
    } finally {
      this.draft = undefined;
    }
    this.generation += 1;
    this.changesFile = this.changesFileOf(this.generation);
    this.removeOldChanges();
  }

  private throwRewriteError(): void {
    const error = this.rewriteError;
    this.rewriteError = undefined;
    if (error !== undefined) throw error;
  }

  private removeOldChanges(): void {
    const prefix = `${basename(this.file)}.changes.`;
    for (const name of readdirSync(dirname(this.file))) {
      const isOld = name.startsWith(prefix) && name !== `${prefix}${this.generation}`;
      if (isOld) rmSync(join(dirname(this.file), name));
    }
  }

  private changesFileOf(generation: number): ChangesFile {
    return new ChangesFile(`${this.file}.changes.${generation}`);
  }
}
