import { InstantField, NestedListField, TextField } from '../../../platform/http/fields.js';
import { type CachedLevel } from '../persistence/access-level-repository.js';
import { type Plain } from '../../../platform/http/plain.js';

class LevelDoorResponse {
  @TextField({ max: 64 })
  id!: string;

  @TextField({ max: 256 })
  name!: string;
}

class AccessLevelResponse {
  @TextField({ max: 64 })
  id!: string;

  @TextField({ max: 256 })
  name!: string;

  @TextField({ max: 64 })
  serverId!: string;

  @NestedListField(() => LevelDoorResponse, {
    maxItems: 1_000,
    description: 'Empty as well while HikCentral has not told them.',
  })
  doors!: LevelDoorResponse[];
}

/** What HikCentral's levels were when they were last read. */
export class AccessLevelsResponse {
  @NestedListField(() => AccessLevelResponse, { maxItems: 10_000 })
  items!: AccessLevelResponse[];

  @InstantField({ nullable: true, description: 'null: never read yet.' })
  fetchedAt!: Date | null;
}

export function showAccessLevels(levels: readonly CachedLevel[]): Plain<AccessLevelsResponse> {
  const fetchedAtMs = levels.map(({ fetchedAt }) => fetchedAt.getTime());
  return {
    items: levels.map(({ levelId, name, serverId, doors }) => ({
      id: levelId,
      name,
      serverId,
      doors: (doors ?? []).map((door) => ({ id: door.doorId, name: door.name })),
    })),
    fetchedAt: fetchedAtMs.length === 0 ? null : new Date(Math.min(...fetchedAtMs)),
  };
}
