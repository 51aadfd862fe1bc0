import { groupTypeOf, toVendorLevel } from '../mapping/access-levels.js';
import { toId } from '../mapping/limits.js';
import { type AccessLevelToSend, type LevelHolders } from './access-levels.js';
import { type Operation } from './operation.js';

const LEVELS = '/artemis/api/acs/v1/privilege/group';

/**
 * From 3.0.1 on. The answer does not tell the id: list the levels. One level per call, although the request takes a list,
 * so that a refusal is about this one.
 * @throws RangeError beyond the limits of a level
 */
export function addAccessLevel(level: AccessLevelToSend): Operation<void> {
  return { name: 'add-access-level', effect: 'once', ...edit('add', level.holders, toVendorLevel(level)) };
}

/** From 3.0.1 on. Name, description and schedule are sent every time, the doors only where they are given. @throws RangeError beyond the limits of a level */
export function updateAccessLevel(level: AccessLevelToSend & { readonly levelId: string }): Operation<void> {
  const item = { privilegeGroupId: toId('level', level.levelId), ...toVendorLevel(level) };
  return { name: 'update-access-level', effect: 'repeatable', ...edit('update', level.holders, item) };
}

/** From 3.0.1 on. Whoever had it loses it. @throws RangeError for no id */
export function deleteAccessLevel(levelId: string, holders?: LevelHolders): Operation<void> {
  const item = { privilegeGroupId: toId('level', levelId) };
  return { name: 'delete-access-level', effect: 'repeatable', ...edit('delete', holders, item) };
}

function edit(
  verb: 'add' | 'update' | 'delete',
  holders: LevelHolders | undefined,
  item: object,
): Pick<Operation<void>, 'path' | 'body' | 'read'> {
  return { path: `${LEVELS}/${verb}`, body: { type: groupTypeOf(holders), list: [item] }, read: () => undefined };
}
