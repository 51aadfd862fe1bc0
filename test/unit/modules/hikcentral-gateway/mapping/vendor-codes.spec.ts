import { type GatewayErrorCode } from '../../../../../src/modules/hikcentral-gateway/gateway.errors.js';
import {
  formatVendorCode,
  parseVendorCode,
  verdictOn,
  verdictOnStatus,
} from '../../../../../src/modules/hikcentral-gateway/mapping/vendor-codes.js';

const AUTH = 'GATEWAY.AUTH_REJECTED';
const BUSY = 'GATEWAY.BUSY';
const INVALID = 'GATEWAY.INVALID_REQUEST';

type Row = readonly [vendorCode: string, code: GatewayErrorCode, marks?: string];

/** Every row of the vendor's tables: gateway, platform in hexadecimal, platform in small integers. */
const ROWS: readonly Row[] = [
  ['0x02401000', AUTH, 'partner'],
  ['0x02401001', AUTH, 'partner'],
  ['0x02401002', AUTH, 'partner'],
  ['0x02401003', AUTH, 'partner'],
  ['0x02401004', AUTH, 'partner'],
  ['0x02401005', AUTH, 'partner'],
  ['0x02401006', AUTH, 'partner'],
  ['0x02401007', AUTH, 'partner'],
  ['0x02401008', BUSY],
  ['0x02401009', 'GATEWAY.RATE_LIMITED'],
  ['0x0240100a', INVALID],
  ['0x0240100b', BUSY],
  ['0x00072001', INVALID],
  ['0x00072002', INVALID],
  ['0x00072003', INVALID],
  ['0x00072004', 'GATEWAY.ANSWER_TOO_LONG'],
  ['0x00052101', BUSY],
  ['0x00052102', BUSY, 'doubtful'],
  ['0x00052103', BUSY, 'doubtful'],
  ['0x00052104', BUSY],
  ['0x00072201', AUTH, 'subject'],
  ['0x00072202', AUTH, 'subject'],
  ['0x00072203', 'GATEWAY.NOT_FOUND'],
  ['0x00072204', 'GATEWAY.CAPACITY'],
  ['0x00052301', BUSY, 'doubtful'],
  ['1', BUSY, 'doubtful'],
  ['2', INVALID],
  ['3', BUSY],
  ['4', BUSY, 'doubtful'],
  ['5', BUSY, 'doubtful'],
  ['6', BUSY],
  ['7', INVALID],
  ['8', 'GATEWAY.UNSUPPORTED'],
  ['9', AUTH, 'partner'],
  ['10', 'GATEWAY.UNSUPPORTED'],
  ['11', 'GATEWAY.UNSUPPORTED'],
  ['12', 'GATEWAY.UNSUPPORTED'],
  ['13', AUTH, 'partner'],
  ['14', BUSY],
  ['15', BUSY],
  ['16', BUSY],
  ['17', AUTH, 'partner'],
  ['64', AUTH, 'partner'],
  ['65', AUTH, 'partner'],
  ['66', AUTH, 'partner'],
  ['67', AUTH, 'partner'],
  ['128', 'GATEWAY.NOT_FOUND'],
  ['129', 'GATEWAY.DEVICE_UNREACHABLE'],
  ['130', AUTH, 'subject'],
  ['131', 'GATEWAY.CONFLICT'],
  ['132', 'GATEWAY.CAPACITY'],
  ['133', 'GATEWAY.DEVICE_UNREACHABLE'],
  ['140', INVALID],
  ['192', BUSY, 'doubtful'],
  ['193', INVALID],
  ['194', 'GATEWAY.DEVICE_UNREACHABLE'],
  ['195', INVALID],
];

function marksOf(code: string): string {
  const { isDoubtful, refusesPartner, blamesSubject } = verdictOn(parseVendorCode(code));
  return [isDoubtful && 'doubtful', refusesPartner && 'partner', blamesSubject && 'subject'].filter(Boolean).join();
}

describe('what a code of HikCentral means', () => {
  it.each(ROWS.map(([vendorCode, code, marks = '']) => [vendorCode, code, marks] as const))(
    '%s is %s %s',
    (vendorCode, code, marks) => {
      expect(verdictOn(parseVendorCode(vendorCode)).code).toBe(code);
      expect(marksOf(vendorCode)).toBe(marks);
    },
  );

  it.each([
    ['0X0240100A', '0x0240100a'],
    ['37752841', '0x02401009'],
    ['0x80', '128'],
  ])('%s and %s are one code', (spelling, other) => {
    expect(parseVendorCode(spelling)).toBe(parseVendorCode(other));
    expect(formatVendorCode(parseVendorCode(spelling)!)).toBe(other);
  });

  it.each(['4242', 'none', '0x', '1e3', '-1', '128; DROP'])('%s says nothing about what happened', (code) => {
    expect(verdictOn(parseVendorCode(code))).toMatchObject({ code: 'GATEWAY.UNEXPECTED_RESPONSE', isDoubtful: true });
  });
});

describe('what a status without an envelope means', () => {
  it.each([
    [429, 'GATEWAY.RATE_LIMITED', false],
    [401, AUTH, false],
    [403, AUTH, false],
    [413, INVALID, false],
    [404, 'GATEWAY.UNEXPECTED_RESPONSE', true],
    [302, 'GATEWAY.UNEXPECTED_RESPONSE', true],
    [200, 'GATEWAY.UNEXPECTED_RESPONSE', true],
    [500, BUSY, true],
    [503, BUSY, true],
  ] as const)('%d is %s', (status, code, isDoubtful) => {
    expect(verdictOnStatus(status)).toMatchObject({ code, isDoubtful });
  });
});
