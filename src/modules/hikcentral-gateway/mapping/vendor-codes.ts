import { type GatewayErrorCode } from '../gateway.errors.js';

/** What a code of HikCentral means to us. */
export interface Verdict {
  readonly code: GatewayErrorCode;
  /** The call may have had its effect all the same: HikCentral broke or gave up somewhere inside it. */
  readonly isDoubtful: boolean;
  /** The partner or its user as a whole is refused: no other call will fare better, so all of them wait. */
  readonly refusesPartner: boolean;
  /** About the thing named in the call although its error code speaks of the server. */
  readonly blamesSubject: boolean;
}

type Row = readonly [vendorCodes: readonly number[], code: GatewayErrorCode, ...marks: Mark[]];
type Mark = 'doubtful' | 'partner' | 'subject';

/** HikCentral OpenAPI guide: before the application sees the call. */
const GATEWAY_ROWS: readonly Row[] = [
  [
    [0x02401000, 0x02401001, 0x02401002, 0x02401003, 0x02401004, 0x02401005, 0x02401006, 0x02401007],
    'GATEWAY.AUTH_REJECTED',
    'partner',
  ],
  // An exception inside the check: transient first, so the breaker decides; a real refusal answers with its neighbours.
  [[0x02401008, 0x0240100b], 'GATEWAY.BUSY'],
  [[0x02401009], 'GATEWAY.RATE_LIMITED'],
  [[0x0240100a], 'GATEWAY.INVALID_REQUEST'],
];

/** HikCentral OpenAPI guide: the platform, hexadecimal. */
const PLATFORM_ROWS: readonly Row[] = [
  [[0x00072001, 0x00072002, 0x00072003], 'GATEWAY.INVALID_REQUEST'],
  [[0x00072004], 'GATEWAY.ANSWER_TOO_LONG'],
  [[0x00052101, 0x00052104], 'GATEWAY.BUSY'],
  [[0x00052102, 0x00052103, 0x00052301], 'GATEWAY.BUSY', 'doubtful'],
  // One level or organisation that our HikCentral user may not touch must not stop everybody else.
  [[0x00072201, 0x00072202], 'GATEWAY.AUTH_REJECTED', 'subject'],
  [[0x00072203], 'GATEWAY.NOT_FOUND'],
  [[0x00072204], 'GATEWAY.CAPACITY'],
];

/** HikCentral OpenAPI guide: the platform, small integers. */
const SMALL_ROWS: readonly Row[] = [
  [[1, 4, 5, 192], 'GATEWAY.BUSY', 'doubtful'],
  [[2, 7, 140, 193, 195], 'GATEWAY.INVALID_REQUEST'],
  [[3, 6, 14, 15, 16], 'GATEWAY.BUSY'],
  // One terminal that is off, taken or cut off must not stop every call to a server that is well.
  [[129, 133, 194], 'GATEWAY.DEVICE_UNREACHABLE'],
  [[8, 10, 11, 12], 'GATEWAY.UNSUPPORTED'],
  [[9, 13, 17, 64, 65, 66, 67], 'GATEWAY.AUTH_REJECTED', 'partner'],
  [[130], 'GATEWAY.AUTH_REJECTED', 'subject'],
  [[128], 'GATEWAY.NOT_FOUND'],
  [[131], 'GATEWAY.CONFLICT'],
  [[132], 'GATEWAY.CAPACITY'],
];

const VERDICTS: ReadonlyMap<number, Verdict> = new Map(
  [...GATEWAY_ROWS, ...PLATFORM_ROWS, ...SMALL_ROWS].flatMap(([vendorCodes, code, ...marks]) => {
    const verdict = verdictOf(code, marks);
    return vendorCodes.map((vendorCode) => [vendorCode, verdict] as const);
  }),
);

/** Not in any table: nothing is known of what happened. */
const UNKNOWN = verdictOf('GATEWAY.UNEXPECTED_RESPONSE', ['doubtful']);

const NUMERIC = /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i;
const FIRST_HEXADECIMAL = 0x10000;

/** Numbers and texts, decimal and hexadecimal in any case, are one and the same code. null: no code at all. */
export function parseVendorCode(code: string): number | null {
  return NUMERIC.test(code) ? Number(code) : null;
}

/** As the vendor's guide spells it: `128`, `0x02401009`. */
export function formatVendorCode(code: number): string {
  return code < FIRST_HEXADECIMAL ? String(code) : `0x${code.toString(16).padStart(8, '0')}`;
}

export function verdictOn(vendorCode: number | null): Verdict {
  return (vendorCode === null ? undefined : VERDICTS.get(vendorCode)) ?? UNKNOWN;
}

/**
 * For answers without an envelope. 404 is what a site without the interface says, but also what a proxy in front of a
 * HikCentral that restarts says; taken for the passing one, since waiting heals either.
 */
export function verdictOnStatus(httpStatus: number): Verdict {
  if (httpStatus === 429) return verdictOf('GATEWAY.RATE_LIMITED', []);
  if (httpStatus === 401 || httpStatus === 403) return verdictOf('GATEWAY.AUTH_REJECTED', ['partner']);
  if (httpStatus === 413) return verdictOf('GATEWAY.INVALID_REQUEST', []);
  if (httpStatus >= 500) return verdictOf('GATEWAY.BUSY', ['doubtful']);
  return UNKNOWN;
}

function verdictOf(code: GatewayErrorCode, marks: readonly Mark[]): Verdict {
  return {
    code,
    isDoubtful: marks.includes('doubtful'),
    refusesPartner: marks.includes('partner'),
    blamesSubject: marks.includes('subject'),
  };
}
