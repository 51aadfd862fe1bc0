import {
  assertLimits,
  readAppKey,
  readBaseUrl,
  readCa,
} from '../../../../../src/modules/hikcentral-gateway/application/server-input.js';
import { AppError } from '../../../../../src/platform/errors/app-error.js';
import { TEST_TLS } from '../../../../support/test-tls.js';

/** null: nothing was thrown. */
function codeOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('a server as it is described to us', () => {
  it('is spoken to over HTTPS only in production', () => {
    expect(codeOf(() => readBaseUrl('http://hik.test', true))).toBe('HIKCENTRAL_HTTPS_REQUIRED');
    expect(codeOf(() => readBaseUrl('HTTP://hik.test:80', true))).toBe('HIKCENTRAL_HTTPS_REQUIRED');
    expect(readBaseUrl('https://hik.test', true)).toBe('https://hik.test');
    expect(readBaseUrl('http://hik.test', false)).toBe('http://hik.test');
  });

  it.each([
    ['HTTPS://Hik.TEST:443/artemis/', 'https://hik.test'],
    ['https://hik.test:8443/', 'https://hik.test:8443'],
    ['https://[::1]:443', 'https://[::1]'],
  ])('%s has one spelling', (text, spelt) => {
    expect(readBaseUrl(text, true)).toBe(spelt);
  });

  it.each([
    'https://u:p@hik.test',
    'https://hik.test/a',
    'https://hik.test?a',
    'https://hik.test#a',
    'ftp://a',
    'https://',
    '',
  ])('is not at %s', (text) => {
    expect(codeOf(() => readBaseUrl(text, false))).toBe('INVALID_INPUT');
  });

  it('has a key that a header can carry', () => {
    expect(readAppKey('2183-0457')).toBe('2183-0457');
    for (const key of ['a b', 'a\r\nb', 'ключ', '']) {
      expect(codeOf(() => readAppKey(key))).toBe('INVALID_INPUT');
    }
  });

  it('has an authority of certificates, whatever was pasted around them', () => {
    const pem = readCa(`Subject: CN=x\n${TEST_TLS.cert}\n-- and so on`);
    expect(pem.startsWith('-----BEGIN CERTIFICATE-----')).toBe(true);
    expect(pem).not.toContain('Subject');
    const broken = TEST_TLS.cert.replace('MIIB', 'AAAA');
    for (const text of ['', 'a', TEST_TLS.key, broken, TEST_TLS.cert.repeat(21)]) {
      expect(codeOf(() => readCa(text))).toBe('HIKCENTRAL_CA_UNREADABLE');
    }
  });

  it('leaves calls to others than revocation', () => {
    expect(codeOf(() => assertLimits({ limit: 3, revokeReserve: 3 }))).toBe('HIKCENTRAL_RESERVE_TOO_LARGE');
    expect(codeOf(() => assertLimits({ limit: 3, revokeReserve: 2 }))).toBeNull();
  });
});
