import { groupTypeOf, readAccessLevels, readLevelMember } from '../mapping/access-levels.js';
import { toId, toIds } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { toPersonCode } from '../mapping/persons.js';
import { type AccessLevelRead, type LevelHolders, type LevelMember } from './access-levels.js';
import { type Operation, type Page } from './operation.js';

/** How many persons one call gives a level to or takes it from: a cap seen in the field for codes, our rule for ids. */
export const MAX_LEVEL_CHANGE_SIZE = 20;

const LEVELS = '/artemis/api/acs/v1/privilege/group';

/** 1–20 persons, distinct. We count on one unknown person refusing the whole call (our rule, not stated). */
export type LevelChange = { readonly levelId: string } & (
  | {
      readonly personIds: readonly string[];
      /** Default persons; with visitors the ids are those of visitors. */
      readonly holders?: LevelHolders;
    }
  | {
      /** From 3.x (HikCentral OpenAPI guide): `changesLevelsByCode`. */
      readonly personCodes: readonly string[];
    }
);

/**
 * Flat (2.x) or nested with doors (3.x).
 * @throws RangeError for a page below 1, or a size outside 1–500
 */
export function listAccessLevels(
  pageNo: number,
  pageSize?: number,
  holders: LevelHolders = 'persons',
): Operation<Page<AccessLevelRead>> {
  const paging = toPaging(pageNo, pageSize);
  return {
    name: 'list-access-levels',
    effect: 'read',
    path: LEVELS,
    body: { ...paging, type: groupTypeOf(holders) },
    read: (data) => readAccessLevels(data, paging),
  };
}

/** Accepted means queued, not given: read back (seen in the field). @throws RangeError outside 1–20 persons */
export function giveAccessLevel(change: LevelChange): Operation<void> {
  return { name: 'give-access-level', ...levelChange('addPersons', change) };
}

/** Accepted means queued, not taken: read back (seen in the field). @throws RangeError outside 1–20 persons */
export function takeAccessLevel(change: LevelChange): Operation<void> {
  return { name: 'take-access-level', ...levelChange('deletePersons', change) };
}

function levelChange(verb: string, change: LevelChange): Omit<Operation<void>, 'name'> {
  const { levelId } = change;
  const holders = 'holders' in change ? change.holders : undefined;
  return {
    effect: 'repeatable',
    path: `${LEVELS}/single/${verb}`,
    body: { privilegeGroupId: toId('level', levelId), type: groupTypeOf(holders), list: toMembers(change) },
    read: () => undefined,
  };
}

function toMembers(change: LevelChange): readonly object[] {
  if ('personIds' in change) {
    return toIds('person', change.personIds, 1, MAX_LEVEL_CHANGE_SIZE).map((id) => ({ id }));
  }
  const codes = toIds('person code', change.personCodes, 1, MAX_LEVEL_CHANGE_SIZE);
  return codes.map((code) => ({ personCode: toPersonCode(code) }));
}

/**
 * A member that cannot be read is left out, and the page then has fewer items than its total: whoever is looked for on
 * such a list and not found is not proved absent. Some versions do not have it for visitors (the gateway's own
 * description of the call).
 * @throws RangeError for no level, a page below 1, or a size outside 1–500
 */
export function listAccessLevelMembers(input: {
  readonly levelId: string;
  readonly pageNo: number;
  readonly pageSize?: number;
  readonly holders?: LevelHolders;
}): Operation<Page<LevelMember>> {
  const paging = toPaging(input.pageNo, input.pageSize);
  return {
    name: 'list-access-level-members',
    effect: 'read',
    path: `${LEVELS}/single/personList`,
    body: { privilegeGroupId: toId('level', input.levelId), type: groupTypeOf(input.holders), ...paging },
    read: (data, onSkipped) => readPageSkipping(data, paging, readLevelMember, onSkipped),
  };
}
