import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessLevel, type Face, type Person } from '../world/model.js';
import { type WorldState } from '../world/world-state.js';

const FORMAT = 1;

type SavedPerson = Omit<Person, 'face'> & { readonly face: string | null };
type SavedLevel = Omit<AccessLevel, 'memberIds'> & { readonly memberIds: readonly string[] };
type SavedWorld = Omit<WorldState, 'persons' | 'levels'> & {
  readonly format: number;
  readonly persons: readonly SavedPerson[];
  readonly levels: readonly SavedLevel[];
};

/**
 * A world on disk: one JSON file, and beside it a folder `<file>.faces` with one JPEG per face, named by its SHA-256, so that
 * a change of one person does not write everybody's face again.
 */
export class StateFile {
  private readonly facesFolder: string;

  constructor(private readonly file: string) {
    this.facesFolder = `${file}.faces`;
  }

  /**
   * @returns the saved world, or `undefined` when there is none yet
   * @throws Error when the file is of another format, or a face is missing
   */
  load(): WorldState | undefined {
    if (!existsSync(this.file)) return undefined;
    const { format, persons, levels, ...rest } = JSON.parse(readFileSync(this.file, 'utf8')) as SavedWorld;
    if (format !== FORMAT) throw new Error(`${this.file} is of format ${format}, not ${FORMAT}`);
    const faces = new Map<string, Face>();
    return {
      ...rest,
      persons: persons.map((person) => ({ ...person, face: this.readFace(person.face, faces) })),
      levels: levels.map((level) => ({ ...level, memberIds: new Set(level.memberIds) })),
    };
  }

  /** Atomic: a crash leaves the old world or the new one. Faces go first, so that a saved world never misses one. */
  save(state: WorldState): void {
    const faces = new Map(state.persons.flatMap(({ face }) => (face === null ? [] : [[face.sha256, face] as const])));
    mkdirSync(this.facesFolder, { recursive: true });
    for (const { sha256, jpeg } of faces.values()) {
      if (!existsSync(this.faceFile(sha256))) replaceFile(this.faceFile(sha256), jpeg);
    }
    const saved: SavedWorld = {
      ...state,
      format: FORMAT,
      persons: state.persons.map((person) => ({ ...person, face: person.face?.sha256 ?? null })),
      levels: state.levels.map((level) => ({ ...level, memberIds: [...level.memberIds] })),
    };
    replaceFile(this.file, JSON.stringify(saved));
    this.removeFacesExcept(faces);
  }

  private readFace(sha256: string | null, known: Map<string, Face>): Face | null {
    if (sha256 === null) return null;
    const face = known.get(sha256) ?? { sha256, jpeg: readFileSync(this.faceFile(sha256)) };
    known.set(sha256, face);
    return face;
  }

  private removeFacesExcept(kept: ReadonlyMap<string, Face>): void {
    for (const name of readdirSync(this.facesFolder)) {
      if (!kept.has(name.replace(/\.jpg$/, ''))) rmSync(join(this.facesFolder, name));
    }
  }

  private faceFile(sha256: string): string {
    return join(this.facesFolder, `${sha256}.jpg`);
  }
}

function replaceFile(file: string, content: string | Buffer): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
