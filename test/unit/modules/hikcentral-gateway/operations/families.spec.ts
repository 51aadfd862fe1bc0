import {
  addAccessLevel,
  addOrganisation,
  controlDoors,
  deleteAccessLevel,
  deleteOrganisation,
  deletePerson,
  deletePersonByCode,
  findDoor,
  findOrganisation,
  findPersonById,
  giveAccessLevel,
  listAccessLevels,
  listChildOrganisations,
  listDevices,
  listDoors,
  listDoorsOfRegion,
  readApplicationSummary,
  readCardQrCode,
  readDeletionRule,
  readDoorEvents,
  readEventSubscriptions,
  readPersonPicture,
  requestApplication,
  searchDoors,
  searchOrganisations,
  searchPersons,
  subscribeToEvents,
  unsubscribeFromEvents,
  updateAccessLevel,
  updateOrganisation,
} from '../../../../../src/modules/hikcentral-gateway/index.js';

const NOTHING = [null, undefined, '', 'null'];

describe('organisations', () => {
  it('go out and come back in the words that each has', () => {
    expect(searchOrganisations({ name: 'Visit', pageNo: 2, pageSize: 50 }).body).toEqual({
      pageNo: 2,
      pageSize: 50,
      orgName: 'Visit',
    });
    expect(listChildOrganisations({ parentId: '1', pageNo: 1 }).body).toMatchObject({ parentOrgIndexCode: '1' });
    expect(updateOrganisation({ organisationId: '7', name: 'Guests', parentId: '2' }).body).toEqual({
      orgIndexCode: '7',
      orgName: 'Guests',
      parentIndexCode: '2',
    });
    expect(findOrganisation('7').read({ orgIndexCode: 7, orgName: 'Visitors', parentOrgIndexCode: 0 })).toEqual({
      id: '7',
      name: 'Visitors',
      parentId: '0',
    });
  });

  it.each([[{ orgIndexCode: '9' }], ['9'], [9]])('a new one is told as %j', (data) => {
    expect(addOrganisation({ name: 'a', parentId: '1' }).read(data)).toEqual({ id: '9' });
  });

  it.each(NOTHING)('%j is no organisation, no door, and tells of nobody', (data) => {
    expect(findOrganisation('7').read(data)).toBeNull();
    expect(findDoor('2').read(data)).toBeNull();
    expect(findPersonById('1').read(data)).toBe('untold');
    expect(readPersonPicture({ personId: '1', pictureUri: 'x' }).read(data)).toBeNull();
  });
});

describe('deletions', () => {
  it('carry the password only where there is one, and then are not repeated', () => {
    expect(deletePerson('1042')).toMatchObject({ effect: 'repeatable', body: { personId: '1042' } });
    expect(deletePerson('1042').body).not.toHaveProperty('adminPassword');
    expect(deletePersonByCode('V1', 'secret')).toMatchObject({
      effect: 'once',
      body: { personCode: 'V1', adminPassword: 'secret' },
    });
    expect(deleteOrganisation('7', 'secret').body).toEqual({ orgIndexCode: '7', adminPassword: 'secret' });
  });

  it.each([
    [{ remainLockNumber: 4 }, 4],
    [{ RemainLockNumber: '0' }, 0],
    [{ remainLockNumber: 'many' }, null],
    [{ remainLockNumber: -3 }, null],
  ])('%j tells how many tries are left', (data, remainingTries) => {
    const meaning = deletePerson('1', 'x').readRefusal?.({ data, isDuplicateCertificate: false });
    expect(meaning).toEqual({ code: 'GATEWAY.PASSWORD_REFUSED', context: { remainingTries } });
  });

  it.each([null, '', [], 'x', { lock: 1 }])('%j tells of no password', (data) => {
    expect(deletePerson('1').readRefusal?.({ data, isDuplicateCertificate: false })).toBeNull();
  });

  it.each([
    [{ enable: 1 }, true],
    [{ enable: '0' }, false],
  ])('%j says whether they want one', (data, asksPassword) => {
    expect(readDeletionRule().read(data)).toEqual({ asksPassword });
  });
});

describe('persons', () => {
  it('are searched by what is given', () => {
    expect(searchPersons({ cardNumber: '4411', pageNo: 1, pageSize: 10 }).body).toEqual({
      pageNo: 1,
      pageSize: 10,
      cardNo: '4411',
    });
  });

  it('have a QR code of their card, asked for in a wrapping of its own', () => {
    expect(readCardQrCode('4411').body).toEqual({ data: { cardNo: '4411' } });
    expect(readCardQrCode('4411').read({ qrcode: 'abc' })).toBe('abc');
    expect(readCardQrCode('4411').read('abc')).toBe('abc');
  });
});

describe('access levels and their application', () => {
  it('are made, changed and deleted one by one', () => {
    expect(addAccessLevel({ name: 'Lobby', description: '', doorIds: ['2'] }).body).toEqual({
      type: 1,
      list: [
        {
          privilegeGroupName: 'Lobby',
          description: '',
          timeSchedule: { indexCode: '1' },
          ElementList: [{ ID: '2', BaseInfo: { ElementType: 1 } }],
        },
      ],
    });
    expect(
      updateAccessLevel({ levelId: '3', name: 'Lobby', description: 'x', schedule: 'workdays', holders: 'visitors' })
        .body,
    ).toEqual({
      type: 2,
      list: [
        { privilegeGroupId: '3', privilegeGroupName: 'Lobby', description: 'x', timeSchedule: { indexCode: '2' } },
      ],
    });
    expect(deleteAccessLevel('3').body).toEqual({ type: 1, list: [{ privilegeGroupId: '3' }] });
  });

  it('are those of persons unless those of visitors are meant', () => {
    expect(listAccessLevels(1, 20, 'visitors').body).toEqual({ pageNo: 1, pageSize: 20, type: 2 });
    expect(giveAccessLevel({ levelId: '3', personIds: ['77'], holders: 'visitors' }).body).toMatchObject({ type: 2 });
    expect(giveAccessLevel({ levelId: '3', personIds: ['77'] }).body).toMatchObject({ type: 1 });
    expect(readApplicationSummary('visitors').body).toMatchObject({ type: 2 });
  });

  it('are applied at the doors named, with or without what failed earlier', () => {
    const input = { personIds: ['1', '2'], doorIds: ['5', '6'], shouldLeaveOutFailed: true };
    expect(requestApplication(input).body).toEqual({ personIds: '1,2', doorIndexCodes: '5,6', ImmediateDownload: 1 });
  });
});

describe('devices and doors', () => {
  it.each([
    [0, 'unknown'],
    ['1', 'online'],
    [2, 'offline'],
    [7, 'unknown'],
    [undefined, 'unknown'],
  ])('a device of status %j is %s', (status, expected) => {
    const list = [{ acsDevIndexCode: 1, acsDevName: 'T', acsDevIp: '10.0.0.8', acsDevPort: '8000', status }];
    expect(listDevices(1).read({ total: 1, list }).items).toEqual([
      { id: '1', name: 'T', address: '10.0.0.8', port: 8000, status: expected },
    ]);
  });

  it.each([
    [0, 'remains-open', true],
    [1, 'closed', true],
    ['2', 'open', true],
    [3, 'remains-closed', true],
    [4, 'offline', false],
    [9, null, true],
    [undefined, null, true],
  ])('a door of state %j', (doorState, state, isOnline) => {
    const door = { doorIndexCode: 2, doorName: 'Main', doorState, acsDevIndexCode: 8, regionIndexCode: '1' };
    const expected = { id: '2', name: 'Main', state, isOnline, deviceId: '8', regionId: '1' };
    expect(findDoor('2').read(door)).toEqual(expected);
    expect(listDoors(1, 10).read({ list: [door] }).items).toEqual([expected]);
  });

  it('are searched by what is given', () => {
    expect(searchDoors({ name: 'Main', regionId: '1', pageNo: 1 }).body).toMatchObject({
      doorName: 'Main',
      regionIndexCode: '1',
    });
    expect(searchDoors({ pageNo: 1 }).body).toEqual({ pageNo: 1, pageSize: 500 });
    expect(listDoorsOfRegion({ regionId: '1', pageNo: 1 }).body).toMatchObject({ regionIndexCode: '1' });
  });

  it.each<[string, unknown, readonly [string, string | null, string?][]]>([
    [
      'both followed',
      [
        { doorIndexCode: '2', controlResultCode: 0 },
        { doorIndexCode: 5, controlResultCode: '0' },
      ],
      [
        ['done', null],
        ['done', null],
      ],
    ],
    [
      'one did not',
      [
        { doorIndexCode: '5', controlResultCode: 129 },
        { doorIndexCode: '2', controlResultCode: 0 },
      ],
      [
        ['done', null],
        ['failed', '129', 'GATEWAY.DEVICE_UNREACHABLE'],
      ],
    ],
    [
      'one is not told of',
      [{ doorIndexCode: '2', controlResultCode: 0 }],
      [
        ['done', null],
        ['unknown', null],
      ],
    ],
    [
      'an object alone',
      { doorIndexCode: '5', controlResultCode: '0x00052101' },
      [
        ['unknown', null],
        ['failed', '0x00052101', 'GATEWAY.BUSY'],
      ],
    ],
    [
      'odd ones',
      [null, { doorIndexCode: '2', controlResultCode: 'no' }, { controlResultCode: 0 }],
      [
        ['failed', null],
        ['unknown', null],
      ],
    ],
    [
      'nothing',
      'null',
      [
        ['unknown', null],
        ['unknown', null],
      ],
    ],
  ])('doors tell for themselves: %s', (_name, data, expected) => {
    const results = controlDoors({ doorIds: ['2', '5'], command: 'close' }).read(data);
    expect(results).toEqual([
      { doorId: '2', result: expected[0]![0], vendorCode: expected[0]![1], errorCode: expected[0]![2] ?? null },
      { doorId: '5', result: expected[1]![0], vendorCode: expected[1]![1], errorCode: expected[1]![2] ?? null },
    ]);
  });

  it.each([
    ['keep-open', 0, 'repeatable'],
    ['close', 1, 'repeatable'],
    ['open', 2, 'once'],
    ['keep-closed', 3, 'repeatable'],
  ] as const)('the command %s is number %d and %s', (command, controlType, effect) => {
    expect(controlDoors({ doorIds: ['2'], command, direction: 'exit' })).toMatchObject({
      effect,
      body: { doorIndexCodes: ['2'], controlType, controlDirection: 1 },
    });
  });
});

describe('door events', () => {
  const day = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-02T00:00:00Z'), pageNo: 1 };

  it.each([
    [{ personId: '7' }, { personId: '7' }],
    [{ personName: 'Asa' }, { personName: 'Asa' }],
    [{ personCodes: ['V1', 'V2'] }, { personCodes: 'V1,V2' }],
    [{ personType: 'visitor' }, { personType: 1 }],
    [
      { personType: 'employee', personId: '7' },
      { personType: 0, personId: '7' },
    ],
    [{ eventTypes: [1] }, { eventType: 1 }],
    [{ eventTypes: [1, 2] }, { eventTypes: '1,2' }],
    [{ doorIds: ['2'] }, { doorIndexCodes: ['2'] }],
    [{}, {}],
  ] as const)('of %j are asked for with %j', (filter, expected) => {
    expect(readDoorEvents({ ...day, ...filter }).body).toEqual({
      startTime: '2026-01-01T00:00:00+00:00',
      endTime: '2026-01-02T00:00:00+00:00',
      pageNo: 1,
      pageSize: 500,
      sortField: 'SwipeTime',
      orderType: 0,
      ...expected,
    });
  });
});

describe('subscriptions', () => {
  const subscription = { eventTypes: [196893], destination: 'https://x.test/p', token: null, keepsMissed: false };

  it('go out whole', () => {
    expect(subscribeToEvents({ ...subscription, token: 'k', keepsMissed: true }).body).toEqual({
      eventTypes: [196893],
      eventDest: 'https://x.test/p',
      token: 'k',
      passBack: 1,
    });
    expect(subscribeToEvents(subscription).body).toMatchObject({ passBack: 0 });
    expect(subscribeToEvents(subscription).body).not.toHaveProperty('token');
    expect(unsubscribeFromEvents([1, 2]).body).toEqual({ eventTypes: [1, 2] });
  });

  it.each<[string, unknown, unknown]>([
    ['none', '', []],
    ['none at all', undefined, []],
    ['a list that is missing', {}, []],
    [
      'one with blanks around it',
      { detail: [{ eventTypes: [196893, '197151'], eventDest: ' https://x.test/p\n', passBack: '1' }] },
      [{ eventTypes: [196893, 197151], destination: 'https://x.test/p', keepsMissed: true }],
    ],
    [
      'one alone',
      { detail: { eventTypes: 5, eventDest: 'https://x.test/p' } },
      [{ eventTypes: [5], destination: 'https://x.test/p', keepsMissed: null }],
    ],
    ['what cannot be read', { detail: [null, { eventTypes: ['x'] }] }, []],
  ])('come back: %s', (_name, data, expected) => {
    expect(readEventSubscriptions().read(data)).toEqual(expected);
  });
});
