import {
  addOrganisation,
  addPerson,
  GatewayError,
  giveAccessLevel,
  findPersonByCode,
  listAccessLevelMembers,
  listAccessLevels,
  listDoors,
  listOrganisations,
  listPersons,
  readApplicationFailures,
  readApplicationSummary,
  readDoorEvents,
  readPersonApplication,
  requestApplication,
  updateFace,
  updatePerson,
} from '../../../../../src/modules/hikcentral-gateway/index.js';

const FLAT = { privilegeGroupId: 3, privilegeGroupName: 'Lobby', timeSchedule: { indexCode: '1' } };
const NESTED = {
  privilegeGroupId: '3',
  privilegeGroupName: 'Lobby',
  ElementList: [
    { ID: '2', BaseInfo: { ElementType: 1, Name: 'Main door' } },
    { Element: { ID: 5, BaseInfo: { ElementType: 6, Name: 'Side door' } } },
    { ID: '9', BaseInfo: { ElementType: 11, Name: 'First floor' } },
  ],
};
const DOORS = [
  { doorId: '2', name: 'Main door' },
  { doorId: '5', name: 'Side door' },
];

describe('access levels in every shape that was seen', () => {
  it.each([
    ['flat', { total: 1, list: [FLAT] }, null],
    ['nested beside the list', { total: 1, PrivilegeGroupInfo: [NESTED] }, DOORS],
    ['nested inside the list', { total: 1, list: [{ PrivilegeGroupInfo: [NESTED] }] }, DOORS],
    ['nested inside one object', { total: 1, list: { privilegegroupinfo: NESTED } }, DOORS],
  ])('%s', (_name, data, doors) => {
    expect(listAccessLevels(1).read(data)).toMatchObject({ total: 1, items: [{ id: '3', name: 'Lobby', doors }] });
  });

  it.each([[{ total: 0 }], [null], [''], ['null'], [undefined]])('%j is an empty page', (data) => {
    expect(listAccessLevels(2).read(data)).toMatchObject({ items: [], total: expect.any(Number), pageNo: 2 });
  });

  it.each([null, '', 'null', undefined, {}])('%j proves nobody absent', (data) => {
    for (const page of [listAccessLevelMembers({ levelId: '3', pageNo: 1 }), listPersons({ pageNo: 1 })]) {
      expect(page.read(data).isUntold).toBe(true);
      expect(page.read({ total: 0 }).isUntold).toBeUndefined();
    }
    if (typeof data === 'object' && data !== null) return;
    expect(findPersonByCode('V1').read(data)).toBe('untold');
    expect(readPersonApplication('1').read(data)).toBeNull();
  });
});

describe('application of one person', () => {
  const element = (status: unknown, certificates: number[] = []) => ({
    BaseInfo: { elementId: 2, ElementName: 'Main door', elementNetwork: 0 },
    ElementStatus: status,
    CertificateStatusList: { CertificateStatus: certificates.map((Status) => ({ Type: 2, Status })) },
  });

  it.each([
    ['a list', [{ elementStatus: 0 }], [0], 'applied'],
    ['an object', { ElementStatus: '0' }, [], 'applied'],
    ['pending', [{ elementStatus: 1 }], [0], 'pending'],
    ['failed', [{ elementStatus: 3 }], [0], 'failed'],
    ['a face that failed', [{ elementStatus: 0 }], [0, 2], 'failed'],
    ['nothing said', undefined, [0], 'pending'],
  ])('%s', (_name, status, certificates, state) => {
    const data = { ElementDetailList: { ElementDetail: [element(status, certificates)] } };
    expect(readPersonApplication('1').read(data)).toEqual([{ doorId: '2', name: 'Main door', isOnline: false, state }]);
  });

  it('never takes a missing counter for zero', () => {
    expect(() => readApplicationSummary().read({ statisticResult: { unApplicationCount: 0 } })).toThrow(
      /cannot be read/,
    );
  });

  it('reads failures person by person', () => {
    const errorList = [{ personCode: 'V1', resourceName: 'Main door', errorItems: '3, 4,9' }, { personCode: 'V2' }];
    const data = { applicationErrorResult: { applicationFailCount: 2, list: [{ deviceName: 'T', errorList }] } };
    expect(readApplicationFailures(1).read(data)).toMatchObject({
      total: 2,
      items: [
        { personCode: 'V1', doorName: 'Main door', parts: ['face', 'person'] },
        { personCode: 'V2', doorName: '', parts: [] },
      ],
    });
  });
});

describe('persons and events', () => {
  it('compares ids of levels as texts, and knows when the version does not say', () => {
    const person = {
      personId: 7,
      personCode: 'V7',
      accessLevelList: [{ accessLevelId: 3 }],
      personPhoto: { picUri: '' },
    };
    const { items } = listPersons({ pageNo: 1 }).read({ total: 2, list: [person, { personId: '8' }] });
    expect(items[0]).toMatchObject({ personId: '7', accessLevelIds: ['3'], hasFace: false, validity: null });
    expect(items[1]!.accessLevelIds).toBeNull();
  });

  it('takes a digit text for an event type, and the record for a device that says no time', () => {
    const event = { eventId: 'a1', eventType: '196893', eventTime: '2026-01-01T14:00:00+05:00', doorIndexCode: 2 };
    const window = { from: new Date(0), to: new Date(1), pageNo: 1 };
    expect(readDoorEvents(window).read({ total: 1, list: [event] }).items[0]).toMatchObject({
      result: 'granted',
      doorId: '2',
      personId: null,
      occurredAt: new Date('2026-01-01T09:00:00Z'),
    });
  });
});

describe('a list with items that cannot be read', () => {
  const window = { from: new Date(0), to: new Date(1), pageNo: 1 };
  const event = (fields: object): object => ({
    eventId: 'a1',
    eventType: 196893,
    eventTime: '2026-01-01T14:00:00+05:00',
    doorIndexCode: '2',
    ...fields,
  });

  it.each([
    ['no id', event({ eventId: undefined })],
    ['an empty id', event({ eventId: '' })],
    ['a NUL in its id', event({ eventId: 'a\0' })],
    ['an id longer than an index can hold', event({ eventId: 'a'.repeat(3_000) })],
    ['an object for an id', event({ eventId: {} })],
    ['no type', event({ eventType: null })],
    ['a type beyond the column', event({ eventType: 99_999_999_999 })],
    ['no time', event({ eventTime: undefined })],
    ['a time without an offset', event({ eventTime: '2026-01-01T14:00:00' })],
    ['the year 0', event({ eventTime: '0000-01-01T00:00:00Z' })],
    ['the year 1970', event({ eventTime: '1970-01-01T00:00:00Z' })],
    ['the year 9999', event({ eventTime: '9999-12-31T23:59:59Z' })],
    ['nothing', null],
    ['a text', 'event'],
    ['a list', [event({})]],
  ])('leaves an event out that has %s, counts it, and keeps the others', (_name, broken) => {
    let skipped = 0;
    const list = [event({ eventId: 'first' }), broken, event({ eventId: 'last' })];
    const page = readDoorEvents(window).read({ total: 3, list }, (count) => (skipped += count));
    expect(page.items.map(({ eventId }) => eventId)).toEqual(['first', 'last']);
    expect(page).toMatchObject({ rawCount: 3, total: 3 });
    expect(skipped).toBe(1);
  });

  it('keeps an event of which only a name, a reader or the clock of the device cannot be read', () => {
    const list = [
      event({ doorName: 'Lobby\0', readerIndexCode: '\0', deviceTime: '1970-01-01T00:00:03Z', personCode: 'V\0' }),
    ];
    const { items } = readDoorEvents(window).read({ total: 1, list });
    expect(items[0]).toMatchObject({ doorId: '2', doorName: '', readerId: null, personCode: null });
    expect(items[0]!.occurredAt).toEqual(items[0]!.recordedAt);
  });

  it('believes neither of two values that differ under one name, however it is spelled', () => {
    const list = ['"EVENTID":"a"', '"EVENTID":"c"', '"other":"EVENTID"'].map(
      (more) => JSON.parse(`{"eventId":"a",${more},"eventType":1,"eventTime":"2026-01-01T14:00:00Z"}`) as unknown,
    );
    const page = readDoorEvents(window).read({ total: 3, list });
    expect(page.items.map(({ eventId }) => eventId)).toEqual(['a', 'a']);
    expect(page.rawCount).toBe(3);
  });

  it.each([
    ['persons', listPersons({ pageNo: 1 }), { personId: '1' }],
    ['members', listAccessLevelMembers({ levelId: '3', pageNo: 1 }), { id: '1' }],
    ['doors', listDoors(1), { doorIndexCode: '1' }],
  ])('%s: fewer items than the total says, so that nobody takes it for the whole list', (_name, operation, good) => {
    for (const total of [undefined, 2]) {
      const page = operation.read({ total, list: [good, { personCode: 'V1' }] });
      expect(page.items).toHaveLength(1);
      expect(page).toMatchObject({ rawCount: 2, total: 2 });
    }
  });

  it.each([-1, 0, 1])('a total of %d beside two items is believed by nobody: one more is promised', (total) => {
    const list = [{ id: '1' }, { id: '2' }];
    const page = listAccessLevelMembers({ levelId: '3', pageNo: 1 }).read({ total, list });
    expect(page).toMatchObject({ rawCount: 2, total: 3 });
    expect(page.items).toHaveLength(2);
  });

  it('believes the total of a page behind the last', () => {
    const page = listAccessLevelMembers({ levelId: '3', pageNo: 3 }).read({ total: 600, list: [] });
    expect(page).toMatchObject({ items: [], total: 600 });
  });

  it.each([{ pageNo: 1, pageSize: 500 }, { LISTE: [{ id: '1' }] }, { total: 'many' }])('%j is no page', (data) => {
    const operation = listAccessLevelMembers({ levelId: '3', pageNo: 1 });
    expect(() => operation.read(data)).toThrow(GatewayError);
    expect(() => listAccessLevels(1).read(data)).toThrow(GatewayError);
    expect(() => listOrganisations(1).read(data)).toThrow(GatewayError);
  });

  it('promises a next page by the raw count when there is no total', () => {
    const list = [...Array.from({ length: 499 }, (_, id) => ({ id })), {}];
    const page = listAccessLevelMembers({ levelId: '3', pageNo: 2 }).read({ list });
    expect(page).toMatchObject({ rawCount: 500, total: 1_001 });
  });

  it.each([
    [
      'organisations: ours would be made twice',
      () => listOrganisations(1).read({ total: 1, list: [{ orgName: 'X' }] }),
    ],
    ['levels: a visit would be refused', () => listAccessLevels(1).read({ total: 1, list: [{}] })],
    ['what is no list', () => listPersons({ pageNo: 1 }).read({ total: 1, list: 'persons' })],
  ])('refuses the page where absence decides something: %s', (_name, read) => {
    expect(read).toThrow(/cannot be read/);
  });
});

describe('what goes out', () => {
  const person = {
    personCode: 'V1',
    fullName: 'Asa Ost',
    organisationId: '7',
    phone: '1'.repeat(21),
    email: `${'a'.repeat(60)}@x.fi`,
    validity: { beginsAt: new Date('2026-01-01T08:00:00Z'), endsAt: new Date('2026-01-01T18:00:00Z') },
  };

  it('leaves out what does not fit, and sends names, organisation and both times every time', () => {
    expect(updatePerson({ ...person, personId: '9' }).body).toEqual({
      personId: '9',
      personFamilyName: 'Ost',
      personGivenName: 'Asa',
      orgIndexCode: '7',
      beginTime: '2026-01-01T08:00:00+00:00',
      endTime: '2026-01-01T18:00:00+00:00',
    });
  });

  it('sends a face as plain base64, in the call that makes the person', () => {
    expect(addPerson({ ...person, faceJpeg: Buffer.from('jpeg') }).body['faces']).toEqual([{ faceData: 'anBlZw==' }]);
    expect(addPerson({ ...person, faceJpeg: null }).body).not.toHaveProperty('faces');
    expect(Object.keys(updateFace({ personId: '9', faceJpeg: Buffer.from('jpeg') }).body)).toEqual([
      'personId',
      'faceData',
    ]);
  });

  it('names persons to apply in one comma text', () => {
    expect(requestApplication({ personIds: ['1', '2'] }).body).toEqual({ personIds: '1,2', ImmediateDownload: 0 });
    expect(addOrganisation({ name: 'Visitors', parentId: '1' }).body).toEqual({
      orgName: 'Visitors',
      parentIndexCode: '1',
    });
  });

  const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  const window = (days: number) => ({ from: new Date(0), to: new Date(days * 86_400_000), pageNo: 1 });

  it.each([
    ['nobody', () => giveAccessLevel({ levelId: '3', personIds: [] })],
    ['21 members', () => giveAccessLevel({ levelId: '3', personIds: ids(21) })],
    ['501 to apply', () => requestApplication({ personIds: ids(501) })],
    ['page 0', () => listAccessLevels(0)],
    ['a page of 501', () => listPersons({ pageNo: 1, pageSize: 501 })],
    ['32 days', () => readDoorEvents(window(32))],
    ['no time at all', () => readDoorEvents(window(0))],
    ['11 doors', () => readDoorEvents({ ...window(1), doorIds: ids(11) })],
    ['21 codes', () => readDoorEvents({ ...window(1), personCodes: ids(21) })],
    ['a code with a dash', () => addPerson({ ...person, personCode: 'V-1', faceJpeg: null })],
  ])('refuses %s before it costs a call', (_name, build) => {
    expect(build).toThrow(RangeError);
  });
});
