import {
  type AccessLevelRead,
  type AccessLevelToSend,
  type LevelHolders,
  type LevelMember,
} from '../operations/access-levels.js';
import { type Page } from '../operations/operation.js';
import { type Fields, isNothing } from './fields.js';
import { FLOOR_ELEMENT_TYPE } from './elements.js';
import { assertLength, assertName, toId, toIds } from './limits.js';
import { emptyPage, pageIn, type Paging, toPage } from './paging.js';

/** `type` of a privilege group (HikCentral OpenAPI guide). */
const GROUP_TYPES: Readonly<Record<LevelHolders, number>> = { persons: 1, visitors: 2 };
/** HikCentral's schedules that are there from the start (HikCentral OpenAPI guide). */
const SCHEDULE_IDS = { 'all-day': '1', workdays: '2', 'weekends-and-holidays': '3' } as const;
const MAX_LEVEL_NAME_LENGTH = 32;
const MAX_DESCRIPTION_LENGTH = 128;
/** Our rule. */
const MAX_LEVEL_DOORS = 500;
/** `ElementType` of a door in an access level (the gateway's own description of the call). */
const DOOR_ELEMENT_TYPE = 1;

export function groupTypeOf(holders: LevelHolders = 'persons'): number {
  return GROUP_TYPES[holders];
}

/** @throws RangeError beyond the limits of a level (HikCentral OpenAPI guide) */
export function toVendorLevel({ name, description, schedule = 'all-day', doorIds }: AccessLevelToSend): object {
  assertName('name of a level', name, MAX_LEVEL_NAME_LENGTH);
  assertLength('description of a level', description, 0, MAX_DESCRIPTION_LENGTH);
  const indexCode = typeof schedule === 'string' ? SCHEDULE_IDS[schedule] : toId('schedule', schedule.scheduleId);
  return {
    privilegeGroupName: name,
    description,
    timeSchedule: { indexCode },
    ...(doorIds && { ElementList: toIds('door', doorIds, 0, MAX_LEVEL_DOORS).map(toElement) }),
  };
}

function toElement(doorId: string): object {
  return { ID: doorId, BaseInfo: { ElementType: DOOR_ELEMENT_TYPE } };
}

/**
 * Flat items in `list` (2.x), or nested ones in `PrivilegeGroupInfo`, itself beside `list` (3.x, the gateway's own
 * description of the call) or inside it (our rule: be ready for both).
 * @throws GATEWAY.UNEXPECTED_RESPONSE
 */
export function readAccessLevels(data: unknown, asked: Paging): Page<AccessLevelRead> {
  if (isNothing(data)) return emptyPage(asked);
  const page = pageIn(data, 'PrivilegeGroupInfo', 'list');
  if (page.isEmpty()) return emptyPage(asked);
  const entries = [...page.children('PrivilegeGroupInfo'), ...page.children('list')];
  const levels = entries.flatMap((entry) =>
    entry.has('PrivilegeGroupInfo') ? entry.children('PrivilegeGroupInfo') : [entry],
  );
  return toPage(levels.map(readAccessLevel), page.number('total'), asked);
}

function readAccessLevel(level: Fields): AccessLevelRead {
  return {
    id: level.requiredId('privilegeGroupId'),
    name: level.text('privilegeGroupName') ?? '',
    doors: level.has('ElementList') ? readLevelDoors(level) : null,
  };
}

function readLevelDoors(level: Fields): { doorId: string; name: string }[] {
  return level
    .children('ElementList')
    .flatMap((entry) => (entry.has('Element') ? entry.children('Element') : [entry]))
    .filter((element) => element.child('BaseInfo')?.number('ElementType') !== FLOOR_ELEMENT_TYPE)
    .map((element) => ({
      doorId: element.requiredId('ID'),
      name: element.child('BaseInfo')?.text('Name') ?? '',
    }));
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readLevelMember(member: Fields): LevelMember {
  return { personId: member.requiredId('id'), personCode: member.id('personCode') };
}
