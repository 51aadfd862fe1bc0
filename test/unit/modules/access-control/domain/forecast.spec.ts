import {
  callsUntilConfirmed,
  forecastAccess,
  type ForecastFrom,
} from '../../../../../src/modules/access-control/domain/forecast.js';

const NOW = new Date('2026-06-10T08:00:00Z');
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const SETTLING_MS = 5_000;
const settledAt = (minutes: number): Date => new Date(at(minutes).getTime() + SETTLING_MS);

const from = (overrides: Partial<ForecastFrom> = {}): ForecastFrom => ({
  status: 'pending',
  lastErrorCode: null,
  grantedAt: null,
  nextAttemptAt: null,
  validFrom: at(30),
  waiting: { 'add-person': 1 },
  budget: { limit: 10, revokeReserve: 2, windowMs: 60_000, usedInWindow: 0, pausedUntil: null },
  now: NOW,
  ...overrides,
});
const budget = from().budget!;

describe('forecast', () => {
  it.each([
    [{}, 0],
    [{ 'add-person': 1 }, 5],
    [{ 'add-person': 20 }, 24],
    [{ 'add-person': 21 }, 26],
    [{ 'give-level': 40 }, 5],
    [{ 'update-face': 3 }, 6],
    [{ 'request-application': 300 }, 3],
    [{ 'read-members': 300 }, 2],
    [{ 'add-person': 100, 'give-level': 20, 'read-application': 7 }, 109],
  ])('counts the calls until %j are confirmed', (waiting, calls) => {
    expect(callsUntilConfirmed(waiting)).toBe(calls);
  });

  it('is ready when granted', () => {
    expect(forecastAccess(from({ status: 'granted', grantedAt: NOW }))).toEqual({
      verdict: 'ready',
      reasons: [],
      expectedReadyAt: NOW,
    });
  });

  it('is ready at once while the window has room for the calls', () => {
    expect(forecastAccess(from())).toEqual({ verdict: 'ready', reasons: [], expectedReadyAt: settledAt(0) });
  });

  it('waits for the windows that the calls ahead need, the reserve of revocation left alone', () => {
    // 108 calls: 8 in this window, the other hundred in the next thirteen.
    const waiting = { 'add-person': 100 };
    expect(forecastAccess(from({ waiting })).expectedReadyAt).toEqual(settledAt(13));
  });

  it('counts what was used of the window, and waits out a pause', () => {
    const used = { ...budget, usedInWindow: 8 };
    expect(forecastAccess(from({ budget: used })).expectedReadyAt).toEqual(settledAt(1));
    const paused = { ...budget, pausedUntil: at(4) };
    expect(forecastAccess(from({ budget: paused })).expectedReadyAt).toEqual(settledAt(4));
  });

  it('is at risk when it is expected after validFrom, to the second', () => {
    const validFrom = settledAt(1);
    const used = { ...budget, usedInWindow: 8 };
    expect(forecastAccess(from({ budget: used, validFrom })).verdict).toBe('ready');
    const late = forecastAccess(from({ budget: used, validFrom: new Date(validFrom.getTime() - 1) }));
    expect(late).toEqual({ verdict: 'at_risk', reasons: ['NOT_IN_TIME'], expectedReadyAt: validFrom });
  });

  it('waits for the lead time', () => {
    const forecast = forecastAccess(from({ nextAttemptAt: at(60), validFrom: at(25 * 60) }));
    expect(forecast).toEqual({ verdict: 'ready', reasons: [], expectedReadyAt: settledAt(60) });
  });

  it('is at risk while something is wrong, though there is time', () => {
    expect(forecastAccess(from({ status: 'applying', lastErrorCode: 'DOOR_OFFLINE' }))).toMatchObject({
      verdict: 'at_risk',
      reasons: ['DOOR_OFFLINE'],
    });
  });

  it('is at risk when there is no server to be asked', () => {
    expect(forecastAccess(from({ budget: null }))).toEqual({
      verdict: 'at_risk',
      reasons: ['NOT_IN_TIME'],
      expectedReadyAt: null,
    });
  });

  it.each([
    ['awaiting_photo', 'NO_PHOTO'],
    ['awaiting_photo', 'CONSENT_MISSING'],
    ['failed', 'PHOTO_REFUSED'],
  ] as const)('is blocked when %s: %s', (status, lastErrorCode) => {
    expect(forecastAccess(from({ status, lastErrorCode }))).toEqual({
      verdict: 'blocked',
      reasons: [lastErrorCode],
      expectedReadyAt: null,
    });
  });

  it.each(['revoking', 'revoked'] as const)('is blocked when %s', (status) => {
    expect(forecastAccess(from({ status }))).toMatchObject({ verdict: 'blocked', reasons: ['ACCESS_ENDED'] });
  });
});
