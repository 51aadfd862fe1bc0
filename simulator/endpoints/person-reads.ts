import { type Fields, NAME_FORM } from '../server/fields.js';
import { pagedList, readPaging } from '../server/paging.js';
import { fullName, type Person } from '../world/model.js';
import { type World } from '../world/world.js';
import { presentCustomFields } from './custom-fields.js';
import { type Call, type Endpoint, isVersion3, type Profile, serverTime } from './endpoint.js';
import { pictureUri } from './faces.js';
import { FLOOR_INFO, readAppendInfo, readFlag, ROOM_INFO } from './person-fields.js';

export const personReadEndpoints: readonly Endpoint[] = [
  { path: '/api/resource/v1/person/personId/personInfo', handle: (call) => info(call, 'personId') },
  { path: '/api/resource/v1/person/personCode/personInfo', since: '2.0', handle: (call) => info(call, 'personCode') },
  { path: '/api/resource/v1/person/personList', handle: (call) => page(call, () => true) },
  { path: '/api/resource/v1/person/advance/personList', handle: (call) => page(call, readFilter(call.fields)) },
];

function info(call: Call, key: 'personId' | 'personCode'): object {
  const value = call.fields.text(key);
  const person = call.world.persons.get(key === 'personId' ? { personId: value } : { personCode: value });
  return presenter(call)(person);
}

function page(call: Call, filter: (person: Person) => boolean): object {
  const paging = readPaging(call.fields);
  return pagedList(call.world.persons.all().filter(filter), paging, presenter(call));
}

function readFilter(fields: Fields): (person: Person) => boolean {
  const part = fields.optionalText('personName', { max: 32, form: NAME_FORM })?.toLowerCase() ?? '';
  const cardNo = fields.optionalText('cardNo') ?? '';
  const keyfobNo = fields.optionalText('keyfobNo') ?? '';
  return (person) =>
    fullName(person).toLowerCase().includes(part) &&
    (cardNo === '' || person.cardNos.includes(cardNo)) &&
    (keyfobNo === '' || person.keyfobNos?.includes(keyfobNo) === true);
}

function presenter({ fields, world, profile }: Call): (person: Person) => object {
  const wanted = readAppendInfo(fields);
  const showsLevels = readFlag(fields, 'showAccessLevel') && isVersion3(profile);
  return (person) => ({
    ...presentPerson(person, profile),
    ...(wanted.size > 0 && { appendInfo: appendInfoOf(person, wanted) }),
    ...(showsLevels && { accessLevelList: levelsOf(person, world) }),
  });
}

function presentPerson(person: Person, profile: Profile): object {
  return {
    personId: person.personId,
    personCode: person.personCode,
    personName: fullName(person),
    personFamilyName: person.familyName,
    personGivenName: person.givenName,
    gender: person.gender,
    orgIndexCode: person.orgIndexCode,
    phoneNo: person.phoneNo,
    email: person.email,
    remark: person.remark,
    personPhoto: { picUri: person.face === null ? '' : pictureUri(person.personId) },
    cards: person.cardNos.map((cardNo) => ({ cardNo })),
    beginTime: serverTime(person.beginTimeMs, profile),
    endTime: serverTime(person.endTimeMs, profile),
    ...(person.keyfobNos !== undefined && { keyfobs: person.keyfobNos.map((keyfobNo) => ({ keyfobNo })) }),
    customFieldList: presentCustomFields(person),
  };
}

function appendInfoOf(person: Person, wanted: ReadonlySet<number>): object[] {
  const values = new Map([
    [ROOM_INFO, person.residentRoomNo],
    [FLOOR_INFO, person.residentFloorNo],
  ]);
  return [...values].flatMap(([infoType, value]) =>
    wanted.has(infoType) && value !== undefined ? [{ infoType, infoValue: String(value) }] : [],
  );
}

/** Ids are numbers here and texts in the list of levels: the vendor's asymmetry. */
function levelsOf(person: Person, world: World): object[] {
  return world.levels.levelsOf(person.personId).map(({ privilegeGroupId, name }) => ({
    accessLevelId: Number(privilegeGroupId),
    accessLevelName: name,
  }));
}
