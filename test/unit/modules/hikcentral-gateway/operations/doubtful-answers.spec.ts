import {
  GatewayError,
  deletePerson,
  findPersonByCode,
  listAccessLevelMembers,
  listOrganisations,
  type Operation,
  readApplicationFailures,
  readApplicationSummary,
  readDoorEvents,
  readEventPicture,
  readEventSubscriptions,
  readPersonApplication,
} from '../../../../../src/modules/hikcentral-gateway/index.js';

const LONG = '7'.repeat(257);
const WINDOW = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-02T00:00:00Z'), pageNo: 1 };

function isUnreadable(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    return error instanceof GatewayError && error.code === 'GATEWAY.UNEXPECTED_RESPONSE';
  }
}

describe('what an answer does not say is not taken for good news', () => {
  it.each<[string, Operation<unknown>, unknown]>([
    [
      'a counter below zero, which would hide another',
      readApplicationSummary(),
      { statisticResult: { unApplicationCount: -1, editAndUnApplicationCount: 1, applicationFailCount: 0 } },
    ],
    ['failures under another name', readApplicationFailures(1), { applicationErrors: { list: [] } }],
    ['failures that are no object', readApplicationFailures(1), { applicationErrorResult: [1] }],
    [
      'a failure of nobody',
      readApplicationFailures(1),
      { applicationErrorResult: { list: [{ errorList: [{ resourceName: 'Main door' }] }] } },
    ],
    ['doors under another name', readPersonApplication('1042'), { ElementDetails: {} }],
    ['doors under another name further down', readPersonApplication('1042'), { ElementDetailList: { Elements: [] } }],
    ['doors that are no object', readPersonApplication('1042'), { ElementDetailList: 'none' }],
  ])('%s', (_name, operation, data) => {
    expect(isUnreadable(() => operation.read(data))).toBe(true);
  });

  it.each<[string, Operation<unknown>, unknown]>([
    ['an empty result', readApplicationFailures(1), {}],
    ['no result', readApplicationFailures(1), { applicationErrorResult: null }],
    ['no doors', readPersonApplication('1042'), { ElementDetailList: {} }],
    ['no door list', readPersonApplication('1042'), { ElementDetailList: '' }],
  ])('%s is none, said plainly', (_name, operation, data) => {
    expect(JSON.stringify(operation.read(data))).toMatch(/^\[\]$|"items":\[\]/);
  });

  it('a person with nothing in place of the levels does not say which', () => {
    const person = { personId: '1042', accessLevelList: '' };
    expect(findPersonByCode('V1').read(person)).toMatchObject({ accessLevelIds: null });
    expect(findPersonByCode('V1').read({ ...person, accessLevelList: [] })).toMatchObject({ accessLevelIds: [] });
  });

  it.each(['{}', '{"msg":"x"}', '""', '"null"', '{"code":"","data":null}', '{"code":{},"data":""}'])(
    '%s is not the absence of a picture',
    (body) => {
      expect(isUnreadable(() => readEventPicture('Vsm://1').readBody?.(Buffer.from(body)))).toBe(true);
    },
  );

  it('a countdown told twice is none', () => {
    const data = { remainLockNumber: 3, RemainLockNumber: 2 };
    expect(deletePerson('1', 'x').readRefusal?.({ data, isDuplicateCertificate: false })).toBeNull();
  });
});

describe('what an index cannot hold', () => {
  it('is no id of a person, a code or a parent', () => {
    const event = { eventId: 'a', eventType: 1, eventTime: '2026-01-01T09:00:00Z', personId: LONG, personCode: LONG };
    expect(readDoorEvents(WINDOW).read({ total: 1, list: [event] }).items).toMatchObject([
      { personId: null, personCode: null },
    ]);
    const members = listAccessLevelMembers({ levelId: '3', pageNo: 1 });
    expect(members.read({ total: 1, list: [{ id: '1', personCode: LONG }] }).items[0]?.personCode).toBeNull();
    const organisation = { orgIndexCode: '7', parentOrgIndexCode: LONG };
    expect(listOrganisations(1).read({ total: 1, list: [organisation] }).items[0]?.parentId).toBeNull();
  });
});

it('subscriptions that cannot be read are told of', () => {
  let skippedCount = 0;
  const detail = [{ eventTypes: [1], eventDest: 'http://a' }, { eventTypes: [2] }];
  expect(readEventSubscriptions().read({ detail }, (count) => (skippedCount += count))).toHaveLength(1);
  expect(skippedCount).toBe(1);
});
