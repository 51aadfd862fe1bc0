import { CODES, Refusal } from '../refusal.js';
import { type AccessLevels } from './access-levels.js';
import { type Application } from './application.js';
import { type EffectKind, type Journal } from './journal.js';
import { type AccessLevel, type Actor, type LevelType, ownerOf } from './model.js';
import { type Perimeter } from './perimeter.js';

export interface LevelDraft {
  readonly name: string;
  readonly description: string;
  readonly timeSchedule: AccessLevel['timeSchedule'];
  readonly doorIndexCodes: readonly string[];
  readonly isDefault: boolean;
}

/** Makes, changes and takes away access levels. Several go in one call, and one that cannot be refuses them all. */
export class LevelAdmin {
  constructor(
    private readonly levels: AccessLevels,
    private readonly perimeter: Perimeter,
    private readonly application: Application,
    private readonly journal: Journal,
  ) {}

  /** @throws Refusal 131 for a name in use, 128 for a door */
  add(drafts: readonly LevelDraft[], type: LevelType, actor: Actor): AccessLevel[] {
    refuseTwins(drafts.map(({ name }) => name));
    for (const { name, doorIndexCodes } of drafts) this.check(name, type, doorIndexCodes);
    return drafts.map((draft) => {
      const ownership = { ownerAppKey: ownerOf(actor), memberIds: new Set<string>() };
      const level = { ...draft, privilegeGroupId: this.levels.takeId(), type, ...ownership };
      this.levels.put(level);
      this.record('level-added', level, actor);
      return level;
    });
  }

  /** Members are to be applied at every door that comes or goes. @throws Refusal 128, 131 */
  update(changes: ReadonlyMap<string, Partial<LevelDraft>>, type: LevelType, actor: Actor): void {
    refuseTwins([...changes.values()].flatMap(({ name }) => name ?? []));
    for (const [id, { name, doorIndexCodes }] of changes) {
      const level = this.levels.get(id, type);
      this.check(name ?? level.name, type, doorIndexCodes ?? [], id);
    }
    for (const [id, change] of changes) {
      const level = this.levels.get(id, type);
      const before = new Set(level.doorIndexCodes);
      Object.assign(level, change);
      const after = new Set(level.doorIndexCodes);
      this.mark(
        level,
        [...before, ...after].filter((door) => before.has(door) !== after.has(door)),
      );
      this.record('level-changed', level, actor);
    }
  }

  /** @throws Refusal 128 */
  delete(privilegeGroupIds: readonly string[], type: LevelType, actor: Actor): void {
    const chosen = new Set(privilegeGroupIds.map((id) => this.levels.get(id, type)));
    for (const level of chosen) {
      this.levels.remove(level.privilegeGroupId);
      this.mark(level, level.doorIndexCodes);
      this.record('level-deleted', level, actor);
    }
  }

  private check(name: string, type: LevelType, doorIndexCodes: readonly string[], exceptId?: string): void {
    this.levels.refuseTakenName(name, type, exceptId);
    for (const door of doorIndexCodes) this.perimeter.get(door);
  }

  private mark({ memberIds }: AccessLevel, doorIndexCodes: readonly string[]): void {
    for (const memberId of memberIds) this.application.mark(memberId, doorIndexCodes);
  }

  private record(kind: EffectKind, { privilegeGroupId, ownerAppKey }: AccessLevel, actor: Actor): void {
    this.journal.record({ actor, kind, ownerAppKey, privilegeGroupId });
  }
}

/** @throws Refusal 131 */
function refuseTwins(names: readonly string[]): void {
  if (new Set(names).size < names.length) {
    throw new Refusal(CODES.alreadyExists, 'access level name already exists');
  }
}
