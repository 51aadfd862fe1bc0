import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Face } from '../world/model.js';
import { type World } from '../world/world.js';
import { type WorldState } from '../world/world-state.js';
import { FaceFolder } from './face-folder.js';
import { type FirstFormat, readFirstFormat } from './first-format.js';
import { replaceFile } from './replace-file.js';
import { Replay } from './replay.js';
import { type SavedChange } from './saved-forms.js';
import { WorldChanges } from './world-changes.js';

const FORMAT = 2;
/** Beyond this, the changes are folded into a new whole at the next save. */
const MAX_CHANGES_BYTES = 128 * 1024 * 1024;

interface Header {
  readonly format: number;
  readonly generation: number;
}

/**
 * A world on disk: `<file>` holds the whole at one moment, `<file>.changes.<generation>` what has changed since, one line a save, and
 * `<file>.faces` the pictures. A save appends a line, so it costs what has changed and not what there is; a line that a kill cut off
 * is passed over. The whole is written anew at a start, and after what changes very much at once.
 */
export class StateFile {
  private readonly faces: FaceFolder;
  private generation = 0;
  private changesBytes = 0;
  private world: World | undefined;
  private changes: WorldChanges | undefined;

  constructor(private readonly file: string) {
    this.faces = new FaceFolder(`${file}.faces`);
  }

  /**
   * @returns the saved world, or `undefined` when there is none yet
   * @throws Error when the file is of another format or damaged, or a face is missing
   */
  load(): WorldState | undefined {
    if (!existsSync(this.file)) return undefined;
    const known = new Map<string, Face>();
    const readFace = (sha256: string): Face => {
      const face = known.get(sha256) ?? this.faces.read(sha256);
      known.set(sha256, face);
      return face;
    };
    const content = readFileSync(this.file, 'utf8');
    const end = content.indexOf('\n');
    const header = JSON.parse(end === -1 ? content : content.slice(0, end)) as Header | FirstFormat;
    if (header.format === 1) return readFirstFormat(header as FirstFormat, readFace);
    if (header.format !== FORMAT) throw new Error(`${this.file} is of format ${header.format}, not ${FORMAT}`);
    this.generation = header.generation;
    const replay = new Replay();
    replayLines(content.slice(end + 1), replay);
    const changesFile = this.changesFile(this.generation);
    if (existsSync(changesFile)) replayLines(readFileSync(changesFile, 'utf8'), replay);
    return replay.state(readFace);
  }

  /** Follows this world from now on, and writes it whole. Called once, before anything can change it. */
  follow(world: World, eventIdSalt: string): void {
    this.world = world;
    this.changes = new WorldChanges(world, eventIdSalt);
    this.saveWhole(this.changes);
  }

  /** Appends what has changed since the last save. */
  save(): void {
    const { changes } = this;
    if (changes === undefined) return;
    if (changes.needsWhole() || this.changesBytes > MAX_CHANGES_BYTES) {
      this.saveWhole(changes);
      return;
    }
    // Faces go first, so that a saved world never misses one, and leave last.
    const faceIds = this.writeFaces();
    const taken = changes.take();
    if (taken.length === 0) return;
    const line = `${JSON.stringify(taken)}\n`;
    appendFileSync(this.changesFile(this.generation), line);
    this.changesBytes += line.length;
    this.faces.removeExcept(faceIds);
  }

  private saveWhole(changes: WorldChanges): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const faceIds = this.writeFaces();
    this.generation += 1;
    const lines = [...changes.whole()].map((piece) => `${JSON.stringify(piece)}\n`);
    replaceFile(this.file, `${JSON.stringify({ format: FORMAT, generation: this.generation })}\n`, ...lines);
    this.changesBytes = 0;
    this.removeOldChanges();
    this.faces.removeExcept(faceIds);
  }

  /** @returns the faces that somebody has */
  private writeFaces(): ReadonlySet<string> {
    const ids = new Set<string>();
    if (this.world === undefined) return ids;
    const holders = [...this.world.persons.all(), ...this.world.visits.all().map(({ visitor }) => visitor)];
    for (const { face } of holders) {
      if (face === null || ids.has(face.sha256)) continue;
      this.faces.write(face);
      ids.add(face.sha256);
    }
    return ids;
  }

  private removeOldChanges(): void {
    const prefix = `${basename(this.file)}.changes.`;
    for (const name of readdirSync(dirname(this.file))) {
      const isOld = name.startsWith(prefix) && name !== `${prefix}${this.generation}`;
      if (isOld) rmSync(join(dirname(this.file), name));
    }
  }

  private changesFile(generation: number): string {
    return `${this.file}.changes.${generation}`;
  }
}

/** Every line that was written to its end. */
function replayLines(text: string, replay: Replay): void {
  const lines = text.split('\n');
  // What follows the last line end is empty, or was cut off by a kill.
  for (const line of lines.slice(0, -1)) {
    for (const change of JSON.parse(line) as SavedChange[]) replay.apply(change);
  }
}
