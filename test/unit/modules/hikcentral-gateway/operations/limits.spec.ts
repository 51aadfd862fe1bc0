import {
  addAccessLevel,
  addOrganisation,
  controlDoors,
  deletePerson,
  findDoor,
  findPersonById,
  listChildOrganisations,
  listDevices,
  listDoors,
  listReservedVisits,
  listVisitorRecords,
  readCardQrCode,
  readDoorEvents,
  readEventPicture,
  requestApplication,
  reserveVisit,
  searchDoors,
  searchOrganisations,
  searchPersons,
  subscribeToEvents,
  unsubscribeFromEvents,
  updateAccessLevel,
  updateOrganisation,
  type VisitorToSend,
  type VisitToSend,
} from '../../../../../src/modules/hikcentral-gateway/index.js';

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
const text = (length: number) => 'x'.repeat(length);
const DAY = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-02T00:00:00Z'), pageNo: 1 };
const SUBSCRIPTION = { eventTypes: [1], destination: 'https://x.test/', token: 'k', keepsMissed: true };

function visit(change: Partial<VisitToSend>, visitor: Partial<VisitorToSend> = {}): VisitToSend {
  return {
    hostId: null,
    validity: { beginsAt: DAY.from, endsAt: DAY.to },
    reason: { kind: 'business' },
    visitor: { fullName: 'Asa Ost', phone: null, email: null, faceJpeg: null, ...visitor },
    ...change,
  };
}

describe('a limit', () => {
  it.each<[string, () => unknown]>([
    ['an organisation of 65 characters', () => addOrganisation({ name: text(65), parentId: '1' })],
    ['an organisation with a slash', () => addOrganisation({ name: 'a/b', parentId: '1' })],
    ['an organisation without a name', () => updateOrganisation({ organisationId: '7', name: '', parentId: '1' })],
    ['an organisation without a parent', () => addOrganisation({ name: 'a', parentId: '' })],
    ['a search for 65 characters', () => searchOrganisations({ name: text(65), pageNo: 1 })],
    ['a page of 501 organisations', () => listChildOrganisations({ parentId: '1', pageNo: 1, pageSize: 501 })],
    ['a password of no characters', () => deletePerson('1', '')],
    ['nobody', () => findPersonById('')],
    ['an id of 257 characters', () => findPersonById(text(257))],
    ['a search for nothing', () => searchPersons({ pageNo: 1 })],
    ['a search for a name of 33 characters', () => searchPersons({ name: text(33), pageNo: 1 })],
    ['a search for an empty card', () => searchPersons({ cardNumber: '', pageNo: 1 })],
    ['a card of 65 characters', () => readCardQrCode(text(65))],
    ['a picture at no address', () => readEventPicture('')],
    ['a picture at 513 characters', () => readEventPicture(text(513))],
    ['a level of 33 characters', () => addAccessLevel({ name: text(33), description: '' })],
    ['a level with a quote', () => addAccessLevel({ name: 'a"b', description: '' })],
    ['a description of 129 characters', () => addAccessLevel({ name: 'a', description: text(129) })],
    ['a level of 501 doors', () => addAccessLevel({ name: 'a', description: '', doorIds: ids(501) })],
    ['a level without an id', () => updateAccessLevel({ levelId: '', name: 'a', description: '' })],
    ['no doors to apply at', () => requestApplication({ personIds: ['1'], doorIds: [] })],
    ['an id that is two', () => requestApplication({ personIds: ['1,2'] })],
    ['501 doors to apply at', () => requestApplication({ personIds: ['1'], doorIds: ids(501) })],
    ['page 0 of devices', () => listDevices(0)],
    ['a page of half a door', () => listDoors(1, 0.5)],
    ['a door of 33 characters', () => searchDoors({ name: text(33), pageNo: 1 })],
    ['no door', () => findDoor('')],
    ['no doors to open', () => controlDoors({ doorIds: [], command: 'open' })],
    ['11 doors to open', () => controlDoors({ doorIds: ids(11), command: 'open' })],
    ['codes and a person', () => readDoorEvents({ ...DAY, personCodes: ['V1'], personId: '1' })],
    ['a person and a name', () => readDoorEvents({ ...DAY, personId: '1', personName: 'Asa' })],
    ['codes and a name', () => readDoorEvents({ ...DAY, personCodes: ['V1'], personName: 'Asa' })],
    ['an event type of a half', () => readDoorEvents({ ...DAY, eventTypes: [0.5] })],
    ['an empty name', () => readDoorEvents({ ...DAY, personName: '' })],
    ['no types', () => subscribeToEvents({ ...SUBSCRIPTION, eventTypes: [] })],
    ['257 types', () => unsubscribeFromEvents(ids(257).map(Number))],
    ['an address of ftp', () => subscribeToEvents({ ...SUBSCRIPTION, destination: 'ftp://x.test/' })],
    ['no address', () => subscribeToEvents({ ...SUBSCRIPTION, destination: 'x.test' })],
    ['1025 characters', () => subscribeToEvents({ ...SUBSCRIPTION, destination: `https://x.test/${text(1_010)}` })],
    ['a token that is two headers', () => subscribeToEvents({ ...SUBSCRIPTION, token: 'a\r\nb' })],
    ['a host of 17 characters', () => reserveVisit(visit({ hostId: text(17) }))],
    ['a visit that ends as it begins', () => reserveVisit(visit({ validity: { beginsAt: DAY.to, endsAt: DAY.to } }))],
    ['another reason without a word', () => reserveVisit(visit({ reason: { kind: 'other', detail: '' } }))],
    ['a reason of 129 characters', () => reserveVisit(visit({ reason: { kind: 'other', detail: text(129) } }))],
    ['a plate of 17 characters', () => reserveVisit(visit({}, { plateNumber: text(17) }))],
    ['a remark of 129 characters', () => reserveVisit(visit({}, { remark: text(129) }))],
    [
      'a certificate of 21 characters',
      () => reserveVisit(visit({}, { certificate: { type: 'passport', number: text(21) } })),
    ],
    ['a certificate with a dash', () => reserveVisit(visit({}, { certificate: { type: 'passport', number: 'A-1' } }))],
    ['a QR code for no door', () => reserveVisit(visit({}, { qrCodeUses: 0 }))],
    ['a window backwards', () => listReservedVisits({ from: DAY.to, to: DAY.from, pageNo: 1 })],
    ['page 2147483648', () => listVisitorRecords(2_147_483_648)],
  ])('is kept before it costs a call: %s', (_name, build) => {
    expect(build).toThrow(RangeError);
  });

  it.each<[string, () => unknown]>([
    ['64 characters', () => addOrganisation({ name: text(64), parentId: '1' })],
    ['500 at once', () => requestApplication({ personIds: ids(500), doorIds: ids(500) })],
    ['10 doors', () => controlDoors({ doorIds: ids(10), command: 'keep-closed' })],
    ['256 types', () => subscribeToEvents({ ...SUBSCRIPTION, eventTypes: ids(256).map(Number) })],
    ['1024 characters', () => subscribeToEvents({ ...SUBSCRIPTION, destination: `https://x.test/${text(1_009)}` })],
    ['a page of 500', () => listDevices(2_147_483_647, 500)],
    ['31 days', () => readDoorEvents({ ...DAY, to: new Date('2026-02-01T00:00:00Z') })],
  ])('may be reached: %s', (_name, build) => {
    expect(build).not.toThrow();
  });

  it('never tells what it was that did not fit', () => {
    expect(() => readDoorEvents({ ...DAY, personName: 'Asa Ost'.repeat(99) })).toThrow(
      /^name to search for must have 1 to 256 characters, not 693$/,
    );
  });
});
