import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessLevel, type Face, type Person } from '../world/model.js';
import { FIRST_QR_CODE_CONFIG } from '../world/qr-code-config.js';
import { type Visit, type VisitorDetails } from '../world/visitors.js';
import { type WorldState } from '../world/world-state.js';

const FORMAT = 1;

/** What a world saved by an earlier build does not have. */
const NOT_THERE_ONCE = { visits: [], subscriptions: [], qrCodeConfig: FIRST_QR_CODE_CONFIG } as const;

/** What a level of a world saved before there were visitors does not say. */
const BEFORE_VISITORS = { type: 'person', isDefault: false, ownerAppKey: null } as const;

type SavedPerson = Omit<Person, 'face'> & { readonly face: string | null };
type SavedLevel = Omit<AccessLevel, 'memberIds'> & { readonly memberIds: readonly string[] };
type SavedVisit = Omit<Visit, 'visitor'> & {
  readonly visitor: Omit<VisitorDetails, 'face'> & { readonly face: string | null };
};
type SavedWorld = Omit<WorldState, 'persons' | 'levels' | 'visits'> & {
  readonly format: number;
  readonly visits: readonly SavedVisit[];
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
    const { format, persons, levels, visits, ...rest }: SavedWorld = {
      ...NOT_THERE_ONCE,
      ...(JSON.parse(readFileSync(this.file, 'utf8')) as SavedWorld),
    };
    if (format !== FORMAT) throw new Error(`${this.file} is of format ${format}, not ${FORMAT}`);
    const faces = new Map<string, Face>();
    const withFace = <T extends { readonly face: string | null }>(
      saved: T,
    ): Omit<T, 'face'> & { face: Face | null } => ({
      ...saved,
      face: this.readFace(saved.face, faces),
    });
    return {
      ...rest,
      persons: persons.map(withFace),
      visits: visits.map((visit) => ({ ...visit, visitor: withFace(visit.visitor) })),
      levels: levels.map((level) => ({ ...BEFORE_VISITORS, ...level, memberIds: new Set(level.memberIds) })),
    };
  }

  /** Atomic: a crash leaves the old world or the new one. Faces go first, so that a saved world never misses one. */
  save(state: WorldState): void {
    const holders = [...state.persons, ...state.visits.map(({ visitor }) => visitor)];
    const faces = new Map(holders.flatMap(({ face }) => (face === null ? [] : [[face.sha256, face] as const])));
    mkdirSync(this.facesFolder, { recursive: true });
    for (const { sha256, jpeg } of faces.values()) {
      if (!existsSync(this.faceFile(sha256))) replaceFile(this.faceFile(sha256), jpeg);
    }
    const saved: SavedWorld = {
      ...state,
      format: FORMAT,
      persons: state.persons.map((person) => ({ ...person, face: person.face?.sha256 ?? null })),
      visits: state.visits.map(({ visitor, ...visit }) => ({
        ...visit,
        visitor: { ...visitor, face: visitor.face?.sha256 ?? null },
      })),
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
