import { notFound } from '../refusal.js';
import { type AccessLevel } from './model.js';

export class AccessLevels {
  private readonly byId = new Map<string, AccessLevel>();

  constructor(levels: Iterable<AccessLevel>) {
    for (const level of levels) this.byId.set(level.privilegeGroupId, level);
  }

  all(): AccessLevel[] {
    return [...this.byId.values()];
  }

  /** @throws Refusal 128 */
  get(privilegeGroupId: string): AccessLevel {
    const level = this.byId.get(privilegeGroupId);
    if (level === undefined) throw notFound('access level');
    return level;
  }

  levelsOf(personId: string): AccessLevel[] {
    return this.all().filter(({ memberIds }) => memberIds.has(personId));
  }

  /** The doors that a person's levels name, each once. */
  doorsOf(personId: string): Set<string> {
    return new Set(this.levelsOf(personId).flatMap(({ doorIndexCodes }) => doorIndexCodes));
  }
}
