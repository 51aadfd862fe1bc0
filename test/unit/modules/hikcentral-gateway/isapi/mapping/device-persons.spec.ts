import { Fields } from '../../../../../../src/modules/hikcentral-gateway/mapping/fields.js';
import {
  LEAST_LIMITS,
  readLimits,
} from '../../../../../../src/modules/hikcentral-gateway/isapi/mapping/device-limits.js';
import {
  readDevicePerson,
  toDeviceGuest,
  toPersonCode,
} from '../../../../../../src/modules/hikcentral-gateway/isapi/mapping/device-persons.js';
import { parseZone } from '../../../../../../src/modules/hikcentral-gateway/isapi/mapping/device-zone.js';

const LOCAL = { zone: parseZone('CST-5:00:00')!, limits: LEAST_LIMITS };
const UTC = { ...LOCAL, limits: { ...LEAST_LIMITS, knowsUtc: true } };
const GUEST = {
  personCode: '1042',
  fullName: 'Åsa Öst',
  validity: { beginsAt: new Date('2026-01-01T08:00:00Z'), endsAt: new Date('2026-01-01T18:00:00.900Z') },
  doorNos: [1, 2],
};

describe('a guest as a device takes them', () => {
  it('has their times on the device clock, or in UTC where it knows that, never rounded up', () => {
    expect(toDeviceGuest(GUEST, LOCAL)).toEqual({
      employeeNo: '1042',
      name: 'Åsa Öst',
      userType: 'visitor',
      Valid: { enable: true, beginTime: '2026-01-01T13:00:00', endTime: '2026-01-01T23:00:00', timeType: 'local' },
      doorRight: '1,2',
      RightPlan: [
        { doorNo: 1, planTemplateNo: '1' },
        { doorNo: 2, planTemplateNo: '1' },
      ],
      localUIRight: false,
    });
    expect(toDeviceGuest(GUEST, UTC)).toMatchObject({
      Valid: { beginTime: '2026-01-01T08:00:00', endTime: '2026-01-01T18:00:00', timeType: 'UTC' },
    });
  });

  it.each([LOCAL, UTC])('is read back as they were told', (profile) => {
    const told = Fields.of({ ...toDeviceGuest(GUEST, profile), numOfFace: 1 }, 'person');
    expect(readDevicePerson(told, profile)).toMatchObject({
      personCode: '1042',
      validity: { beginsAt: GUEST.validity.beginsAt, endsAt: new Date('2026-01-01T18:00:00Z') },
      doorNos: [1, 2],
      faceCount: 1,
    });
  });

  it('is let in always, not never, where the device checks no times', () => {
    const person = Fields.of({ employeeNo: '1', Valid: { enable: false, beginTime: 'x', endTime: 'y' } }, 'person');
    expect(readDevicePerson(person, LOCAL).validity).toBeNull();
  });

  it('has a name cut between characters, without what no name has', () => {
    const name = (fullName: string): unknown => (toDeviceGuest({ ...GUEST, fullName }, LOCAL) as { name: string }).name;
    expect(name('é'.repeat(40))).toBe('é'.repeat(16));
    expect(name('A\u0000\ud800\nB')).toBe('AB');
  });

  it.each([
    { personCode: '' },
    { personCode: 'a b' },
    { personCode: 'x'.repeat(33) },
    { doorNos: [0] },
    { validity: { beginsAt: GUEST.validity.endsAt, endsAt: GUEST.validity.beginsAt } },
  ])('is not sent with %j', (change) => {
    expect(() => toDeviceGuest({ ...GUEST, ...change }, LOCAL)).toThrow(RangeError);
  });

  it('is never everybody: a removal names one code', () => {
    expect(() => toPersonCode('')).toThrow(RangeError);
  });
});

describe('the limits a device names', () => {
  it('are taken, and where it names none the least are', () => {
    const named = {
      UserInfo: {
        employeeNo: { '@max': 10 },
        name: { '@max': '64' },
        maxRecordNum: 500,
        UserInfoSearchCond: { maxResults: { '@max': 50 } },
        Valid: { timeType: { '@opt': 'local, UTC' } },
      },
    };
    const read = { personCodeLength: 10, nameBytes: 64, persons: 500, pageSize: 50, knowsUtc: true };
    expect(readLimits(Fields.of(named, 'limits'))).toEqual(read);
    expect(readLimits(Fields.of({ UserInfo: { name: { '@max': 0 } } }, 'limits'))).toEqual(LEAST_LIMITS);
  });
});
