import { CODES, notFound, Refusal } from '../refusal.js';
import { badlyFormed, type Fields, missing, outOfRange } from '../server/fields.js';
import { pagedList, pageOf, readPaging } from '../server/paging.js';
import { type AccessLevel, type LevelType, type Person } from '../world/model.js';
import { asPerson } from '../world/visitors.js';
import { type World } from '../world/world.js';
import { type Call, type Endpoint, isVersion3 } from './endpoint.js';
import { readLevelChanges, readLevelDraft, readLevels, readLevelType } from './level-fields.js';

const GROUPS = '/api/acs/v1/privilege/group';
const ADMINISTERED = { since: '3.0.1', hasNumericCode: true } as const;
const MAX_BY_CODE = 20;
const MAX_BY_ID = 500;

export const accessLevelEndpoints: readonly Endpoint[] = [
  { path: GROUPS, handle: list },
  { path: `${GROUPS}/add`, ...ADMINISTERED, handle: add },
  { path: `${GROUPS}/update`, ...ADMINISTERED, handle: update },
  { path: `${GROUPS}/delete`, ...ADMINISTERED, handle: remove },
  { path: `${GROUPS}/single/addPersons`, handle: addPersons },
  { path: `${GROUPS}/single/deletePersons`, handle: deletePersons },
  { path: `${GROUPS}/single/personList`, handle: personList },
];

function list({ fields, world, profile }: Call): object {
  const paging = readPaging(fields);
  const levels = world.levels.all(readLevelType(fields));
  if (profile.groupShape === 'flat') return pagedList(levels, paging, presentFlat);
  return {
    total: levels.length,
    ...paging,
    PrivilegeGroupInfo: pageOf(levels, paging).map((level) => presentNested(level, world)),
  };
}

function add({ fields, world, actor }: Call): object {
  const type = readLevelType(fields);
  const made = world.levelAdmin.add(readLevels(fields).map(readLevelDraft), type, actor);
  return { list: made.map(({ privilegeGroupId, name }) => ({ privilegeGroupId, privilegeGroupName: name })) };
}

function update({ fields, world, actor }: Call): string {
  const type = readLevelType(fields);
  const changes = readLevels(fields).map((entry) => [entry.text('privilegeGroupId'), readLevelChanges(entry)] as const);
  world.levelAdmin.update(new Map(changes), type, actor);
  return '';
}

function remove({ fields, world, actor }: Call): string {
  const type = readLevelType(fields);
  const ids = readLevels(fields).map((entry) => entry.text('privilegeGroupId'));
  world.levelAdmin.delete(ids, type, actor);
  return '';
}

function addPersons(call: Call): string {
  const { world, actor } = call;
  const { privilegeGroupId, persons } = readMembers(call);
  world.addMembers(privilegeGroupId, persons, actor);
  return '';
}

function deletePersons(call: Call): string {
  const { world, actor } = call;
  const { privilegeGroupId, persons } = readMembers(call);
  world.removeMembers(privilegeGroupId, persons, actor);
  return '';
}

function personList({ fields, world }: Call): object {
  const paging = readPaging(fields);
  const privilegeGroupId = fields.text('privilegeGroupId');
  const type = readLevelType(fields);
  // As the version with the nested shape answers it.
  if (type === 'visitor') throw new Refusal(CODES.noSuchApi, 'not supported for visitors');
  const level = world.levels.get(privilegeGroupId, type);
  return pagedList([...level.memberIds], paging, (id) => ({
    id,
    personCode: world.persons.get({ personId: id }).personCode,
  }));
}

/** The whole list or nothing: one unknown person refuses the call. @throws Refusal 128, 0x0007200x */
function readMembers({ fields, world, profile }: Call): { privilegeGroupId: string; persons: Person[] } {
  const privilegeGroupId = fields.text('privilegeGroupId');
  const type = readLevelType(fields);
  const entries = fields.optionalObjects('list', MAX_BY_ID);
  if (entries === undefined || entries.length === 0) throw missing('list');
  if (entries.filter((entry) => entry.has('personCode')).length > MAX_BY_CODE) throw outOfRange('list');
  const handles = entries.map((entry) => readEntry(entry, isVersion3(profile)));
  world.levels.get(privilegeGroupId, type);
  return { privilegeGroupId, persons: handles.map((handle) => memberOf(handle, type, world)) };
}

/** Codes are for 3.x; a field that an older version does not know is not seen. */
function readEntry(entry: Fields, knowsCodes: boolean): { personId: string } | { personCode: string } {
  if (entry.has('id')) return { personId: entry.text('id') };
  if (knowsCodes && entry.has('personCode')) return { personCode: entry.text('personCode') };
  throw badlyFormed('list');
}

/** For visitors the id is the visitor's, and there is no code. @throws Refusal 128 */
function memberOf(handle: { personId: string } | { personCode: string }, type: LevelType, world: World): Person {
  if (type === 'person') return world.persons.get(handle);
  const visit = 'personId' in handle ? world.visits.findByVisitor(handle.personId) : undefined;
  if (visit === undefined || visit.endedAtMs !== null) throw notFound('visitor');
  return asPerson(visit);
}

function presentFlat({ privilegeGroupId, name, description, timeSchedule }: AccessLevel): object {
  return { privilegeGroupId, privilegeGroupName: name, description, timeSchedule };
}

function presentNested({ privilegeGroupId, name, isDefault, doorIndexCodes }: AccessLevel, world: World): object {
  return {
    privilegeGroupId,
    privilegeGroupName: name,
    isDefault: isDefault ? 1 : 0,
    ElementList: doorIndexCodes.map((ID) => ({
      ID,
      BaseInfo: { ElementType: 1, Name: world.perimeter.get(ID).doorName, AreaName: 'Site', AreaID: '1' },
    })),
  };
}
