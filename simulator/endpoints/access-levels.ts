import { CODES, Refusal } from '../refusal.js';
import { badlyFormed, type Fields, missing, outOfRange } from '../server/fields.js';
import { pagedList, pageOf, readPaging } from '../server/paging.js';
import { type AccessLevel, type Person } from '../world/model.js';
import { type World } from '../world/world.js';
import { type Call, type Endpoint } from './endpoint.js';

const GROUPS = '/api/acs/v1/privilege/group';
const VISITOR_TYPE = 2;
const MAX_BY_CODE = 20;
const MAX_BY_ID = 500;

export const accessLevelEndpoints: readonly Endpoint[] = [
  { path: GROUPS, handle: list },
  { path: `${GROUPS}/single/addPersons`, handle: addPersons },
  { path: `${GROUPS}/single/deletePersons`, handle: deletePersons },
  { path: `${GROUPS}/single/personList`, handle: personList },
];

function list({ fields, world, profile }: Call): object {
  const paging = readPaging(fields);
  // Visitor levels are the visitor module's, which this simulator does not have.
  const levels = readType(fields) === VISITOR_TYPE ? [] : world.levels.all();
  if (profile.groupShape === 'flat') return pagedList(levels, paging, presentFlat);
  return {
    total: levels.length,
    ...paging,
    PrivilegeGroupInfo: pageOf(levels, paging).map((level) => presentNested(level, world)),
  };
}

function addPersons({ fields, world, actor }: Call): string {
  const { privilegeGroupId, persons } = readMembers(fields, world);
  world.addMembers(privilegeGroupId, persons, actor);
  return '';
}

function deletePersons({ fields, world, actor }: Call): string {
  const { privilegeGroupId, persons } = readMembers(fields, world);
  world.removeMembers(privilegeGroupId, persons, actor);
  return '';
}

function personList({ fields, world }: Call): object {
  const paging = readPaging(fields);
  const level = world.levels.get(fields.text('privilegeGroupId'));
  if (readType(fields) === VISITOR_TYPE) throw new Refusal(CODES.noSuchApi, 'not supported for visitors');
  return pagedList([...level.memberIds], paging, (id) => ({
    id,
    personCode: world.persons.get({ personId: id }).personCode,
  }));
}

/** The whole list or nothing: one unknown person refuses the call. @throws Refusal 128, 0x0007200x */
function readMembers(fields: Fields, world: World): { privilegeGroupId: string; persons: Person[] } {
  const privilegeGroupId = fields.text('privilegeGroupId');
  const type = readType(fields);
  const entries = fields.optionalObjects('list', MAX_BY_ID);
  if (entries === undefined || entries.length === 0) throw missing('list');
  if (entries.filter((entry) => entry.has('personCode')).length > MAX_BY_CODE) throw outOfRange('list');
  const handles = entries.map(readEntry);
  world.levels.get(privilegeGroupId);
  if (type === VISITOR_TYPE) throw new Refusal(CODES.notFound, 'visitor does not exist');
  return { privilegeGroupId, persons: handles.map((handle) => world.persons.get(handle)) };
}

function readEntry(entry: Fields): { personId: string } | { personCode: string } {
  if (entry.has('id')) return { personId: entry.text('id') };
  if (entry.has('personCode')) return { personCode: entry.text('personCode') };
  throw badlyFormed('list');
}

/** 1 access control, 2 visitor. @throws Refusal 0x00072001, 0x00072002, 0x00072003 */
function readType(fields: Fields): number {
  return fields.integer('type', 1, VISITOR_TYPE);
}

function presentFlat({ privilegeGroupId, name, description, timeSchedule }: AccessLevel): object {
  return { privilegeGroupId, privilegeGroupName: name, description, timeSchedule };
}

function presentNested({ privilegeGroupId, name, doorIndexCodes }: AccessLevel, world: World): object {
  return {
    privilegeGroupId,
    privilegeGroupName: name,
    isDefault: 0,
    ElementList: doorIndexCodes.map((ID) => ({
      ID,
      BaseInfo: { ElementType: 1, Name: world.perimeter.get(ID).doorName, AreaName: 'Site', AreaID: '1' },
    })),
  };
}
