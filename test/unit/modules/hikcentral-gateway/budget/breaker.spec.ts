import { Breaker } from '../../../../../src/modules/hikcentral-gateway/budget/breaker.js';

function opened(): Breaker {
  const breaker = new Breaker();
  for (let index = 0; index < 5; index += 1) breaker.failed(0, false);
  return breaker;
}

describe('the breaker', () => {
  it('opens after five failures in a row, and says so once', () => {
    const breaker = new Breaker();
    expect([1, 2, 3, 4].map(() => breaker.failed(0, false))).toEqual([null, null, null, null]);
    breaker.succeeded();
    expect([1, 2, 3, 4].map(() => breaker.failed(0, false))).toEqual([null, null, null, null]);
    expect(breaker.failed(0, false)).toBe('opened');
    expect(breaker.failed(0, false)).toBeNull();
  });

  it('asks after 15 seconds, then every 30, one question at a time', () => {
    const breaker = opened();
    expect(breaker.isProbeDue(14_999)).toBe(false);
    expect(breaker.isProbeDue(15_000)).toBe(true);
    breaker.beginProbe();
    expect(breaker.isProbeDue(20_000)).toBe(false);
    breaker.failed(20_000, true);
    expect(breaker.isProbeDue(49_999)).toBe(false);
    expect(breaker.isProbeDue(50_000)).toBe(true);
  });

  it('is not put off by calls that were under way when it opened', () => {
    const breaker = opened();
    breaker.failed(14_000, false);
    expect(breaker.isProbeDue(15_000)).toBe(true);
  });

  it('closes at the first answer and counts anew', () => {
    const breaker = opened();
    expect(breaker.succeeded()).toBe('closed');
    expect(breaker.probeAtMs).toBeNull();
    expect(breaker.failed(0, false)).toBeNull();
  });

  it('opens at once when our key is refused, and asks every 30 seconds', () => {
    const breaker = new Breaker();
    expect(breaker.refused(0)).toBe('opened');
    expect(breaker.cause).toBe('refused');
    expect(breaker.isProbeDue(29_999)).toBe(false);
    expect(breaker.isProbeDue(30_000)).toBe(true);
    expect(breaker.refused(30_000)).toBeNull();
    expect(breaker.probeAtMs).toBe(60_000);
  });

  it('lets the next question go when one did not leave', () => {
    const breaker = opened();
    breaker.beginProbe();
    breaker.cancelProbe();
    expect(breaker.isProbeDue(15_000)).toBe(true);
  });
});
