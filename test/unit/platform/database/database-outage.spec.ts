import { QueryFailedError } from 'typeorm';
import { isDatabaseOutage } from '../../../../src/platform/database/database-outage.js';

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('isDatabaseOutage', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '53300', '08006', '40001', '40P01'])('%s is one', (code) => {
    expect(isDatabaseOutage(withCode(code))).toBe(true);
    expect(isDatabaseOutage(new QueryFailedError('SELECT 1', [], withCode(code)))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Connection terminated due to connection timeout',
  ])('"%s" is one', (message) => expect(isDatabaseOutage(new Error(message))).toBe(true));

  it.each([withCode('23505'), withCode('42P01'), withCode('22P02'), new Error('anything'), 'text', null, undefined])(
    '%s is our own fault',
    (thrown) => expect(isDatabaseOutage(thrown)).toBe(false),
  );
});
