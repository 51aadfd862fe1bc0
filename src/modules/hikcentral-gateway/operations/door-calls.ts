import { readDoor, readDoorOrNull } from '../mapping/doors.js';
import { optionalText, toId } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { type DoorRead } from './doors.js';
import { type Operation, type Page } from './operation.js';

const DOORS = '/artemis/api/resource/v1/acsDoor';
/** Characters of a door's name (HikCentral OpenAPI guide). */
const MAX_DOOR_NAME_LENGTH = 32;

/** @throws RangeError for a page below 1, or a size outside 1–500 */
export function listDoors(pageNo: number, pageSize?: number): Operation<Page<DoorRead>> {
  return { name: 'list-doors', ...doorPage('acsDoorList', {}, pageNo, pageSize) };
}

/** Which doors to search for. What is absent does not narrow the search; the names of the filters were seen in the field. */
export interface DoorSearch {
  /** Fuzzy, 1–32 characters. */
  readonly name?: string;
  readonly deviceId?: string;
  readonly regionId?: string;
  readonly pageNo: number;
  readonly pageSize?: number;
}

/** @throws RangeError beyond the limits */
export function searchDoors({ name, deviceId, regionId, pageNo, pageSize }: DoorSearch): Operation<Page<DoorRead>> {
  const doorName = optionalText('name to search for', name, MAX_DOOR_NAME_LENGTH);
  const filters = {
    ...(doorName !== undefined && { doorName }),
    ...(deviceId !== undefined && { acsDevIndexCode: toId('device', deviceId) }),
    ...(regionId !== undefined && { regionIndexCode: toId('region', regionId) }),
  };
  return { name: 'search-doors', ...doorPage('advance/acsDoorList', filters, pageNo, pageSize) };
}

/** @throws RangeError for no region, a page below 1, or a size outside 1–500 */
export function listDoorsOfRegion(input: {
  readonly regionId: string;
  readonly pageNo: number;
  readonly pageSize?: number;
}): Operation<Page<DoorRead>> {
  const filters = { regionIndexCode: toId('region', input.regionId) };
  return { name: 'list-doors-of-region', ...doorPage('region/acsDoorList', filters, input.pageNo, input.pageSize) };
}

/** null when there is none with this id. @throws RangeError for no id */
export function findDoor(doorId: string): Operation<DoorRead | null> {
  return {
    name: 'find-door',
    effect: 'read',
    path: `${DOORS}/indexCode/acsDoorInfo`,
    body: { doorIndexCode: toId('door', doorId) },
    read: readDoorOrNull,
    readAbsent: () => null,
  };
}

function doorPage(
  list: string,
  filters: object,
  pageNo: number,
  pageSize: number | undefined,
): Omit<Operation<Page<DoorRead>>, 'name'> {
  const paging = toPaging(pageNo, pageSize);
  return {
    effect: 'read',
    path: `${DOORS}/${list}`,
    body: { ...paging, ...filters },
    read: (data, onSkipped) => readPageSkipping(data, paging, readDoor, onSkipped),
  };
}
