import fc from 'fast-check';
import {
  type Claims,
  type DesiredAccess,
  desiredAccess,
  type DesireSettings,
  NO_STANDING,
} from '../../../../../src/modules/access-control/domain/desired-access.js';

const HOUR_MS = 3_600_000;
const SETTINGS: DesireSettings = {
  accessLeadMs: 24 * HOUR_MS,
  earlyArrivalMs: HOUR_MS / 4,
  isConsentRequired: false,
  personRetentionMs: 30 * 24 * HOUR_MS,
};
/** Instants at which clocks of some zone go forward or back, and one at which none does. */
const SWITCHES = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-03-08T10:00:00Z',
  '2026-10-03T15:30:00Z',
  '2026-06-10T12:00:00Z',
].map((instant) => Date.parse(instant));

/** Whatever would ask the zone of the process. */
const LOCAL = Object.getOwnPropertyNames(Date.prototype).filter(
  (name) => /^(get|set)(?!UTC|Time$)/.test(name) || /^to(Locale|Date|Time)?String$|^toLocale/.test(name),
);

interface Drawn {
  readonly visits: readonly { readonly from: number; readonly lasts: number; readonly level: string }[];
  readonly endedAgo: number | null;
}

const seconds = (least: number, most: number) => fc.integer({ min: least * 3_600, max: most * 3_600 });
const drawn: fc.Arbitrary<Drawn> = fc.record({
  visits: fc.array(fc.record({ from: seconds(-48, 48), lasts: seconds(1, 72), level: fc.constantFrom('1', '2') }), {
    maxLength: 4,
  }),
  endedAgo: fc.option(seconds(0, 24 * 60), { nil: null }),
});

function at(nowMs: number, { visits, endedAgo }: Drawn): DesiredAccess {
  const claims: Claims = {
    ...{ fullName: 'Asa Ost', phone: null, email: null, hasConsent: false, faceSha256: 'face' },
    visits: visits.map(({ from, lasts, level }, index) => ({
      visitId: String(index),
      validFrom: new Date(nowMs + from * 1_000),
      validTo: new Date(nowMs + (from + lasts) * 1_000),
      accessLevelIds: [level],
    })),
    lastVisitEndedAt: endedAgo === null ? null : new Date(nowMs - endedAgo * 1_000),
  };
  return desiredAccess(claims, nowMs, SETTINGS, NO_STANDING);
}

/** Every instant in it told from `nowMs` on. */
function relative(desired: DesiredAccess, nowMs: number): unknown {
  return JSON.parse(JSON.stringify(desired), (name: string, value: unknown) =>
    name.endsWith('Ms') && typeof value === 'number' ? value - nowMs : value,
  );
}

describe('the window of desired access', () => {
  const kept = new Map(LOCAL.map((name) => [name, Object.getOwnPropertyDescriptor(Date.prototype, name)!]));
  const { DateTimeFormat } = Intl;

  beforeAll(() => {
    const refuse = (): never => {
      throw new Error('the zone of the process was asked');
    };
    for (const name of LOCAL) Object.defineProperty(Date.prototype, name, { value: refuse, configurable: true });
    Intl.DateTimeFormat = refuse as unknown as typeof DateTimeFormat;
  });

  afterAll(() => {
    for (const [name, descriptor] of kept) Object.defineProperty(Date.prototype, name, descriptor);
    Intl.DateTimeFormat = DateTimeFormat;
  });

  it('is made without asking the zone of the process, and is the same on both sides of a clock switch', () => {
    expect(() => new Date(0).getHours()).toThrow('the zone of the process');
    fc.assert(
      fc.property(drawn, fc.constantFrom(...SWITCHES), seconds(-72, 72), (guest, switchMs, aside) => {
        const [calmMs, nowMs] = [Date.parse('2026-01-15T00:00:00Z'), switchMs + aside * 1_000];
        expect(relative(at(nowMs, guest), nowMs)).toEqual(relative(at(calmMs, guest), calmMs));
      }),
      { numRuns: 300 },
    );
  });

  it('is not empty in that', () => {
    const guest = { visits: [{ from: -3_600, lasts: 7_200, level: '1' }], endedAgo: null };
    expect(at(SWITCHES[0]!, guest).person).toMatchObject({ endsAtMs: SWITCHES[0]! + HOUR_MS });
  });
});
