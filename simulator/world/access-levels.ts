import { CODES, notFound, Refusal } from '../refusal.js';
import { type AccessLevel, type LevelType } from './model.js';

/** The registry of access levels; those of persons and those of visitors are two lists with ids of one sequence. */
export class AccessLevels {
  private readonly byId = new Map<string, AccessLevel>();
  private lastId: number;

  constructor(levels: Iterable<AccessLevel>) {
    for (const level of levels) this.put(level);
    this.lastId = Math.max(0, ...[...this.byId.keys()].map((id) => Number(id) || 0));
  }

  all(type?: LevelType): AccessLevel[] {
    const levels = [...this.byId.values()];
    return type === undefined ? levels : levels.filter((level) => level.type === type);
  }

  /** @throws Refusal 128, also for a level of the other type */
  get(privilegeGroupId: string, type?: LevelType): AccessLevel {
    const level = this.byId.get(privilegeGroupId);
    if (level === undefined || (type !== undefined && level.type !== type)) throw notFound('access level');
    return level;
  }

  /** Puts older levels in place of these. */
  replaceAll(levels: Iterable<AccessLevel>): void {
    this.byId.clear();
    for (const level of levels) this.byId.set(level.privilegeGroupId, level);
  }

  levelsOf(personId: string): AccessLevel[] {
    return this.all().filter(({ memberIds }) => memberIds.has(personId));
  }

  /** The doors that a person's levels name, each once. */
  doorsOf(personId: string): Set<string> {
    return new Set(this.levelsOf(personId).flatMap(({ doorIndexCodes }) => doorIndexCodes));
  }

  /** The levels a visitor gets without being given any. */
  visitorDefaults(): AccessLevel[] {
    return this.all('visitor').filter(({ isDefault }) => isDefault);
  }

  put(level: AccessLevel): void {
    this.byId.set(level.privilegeGroupId, level);
  }

  remove(privilegeGroupId: string): void {
    this.byId.delete(privilegeGroupId);
  }

  takeId(): string {
    this.lastId += 1;
    return String(this.lastId);
  }

  /** Names are unique among the levels of a type. @throws Refusal 131 */
  refuseTakenName(name: string, type: LevelType, exceptId?: string): void {
    const isTaken = this.all(type).some((level) => level.name === name && level.privilegeGroupId !== exceptId);
    if (isTaken) throw new Refusal(CODES.alreadyExists, 'access level name already exists');
  }
}
