import {
  assertLimits,
  readAppKey,
  readBaseUrl,
  readCa,
} from '../../../../../src/modules/hikcentral-gateway/application/server-input.js';
import { TEST_TLS } from '../../../../support/test-tls.js';

describe('a server as it is described to us', () => {
  it('is spoken to over HTTPS only in production', () => {
    expect(() => readBaseUrl('http://hik.test', true)).toThrow(
      expect.objectContaining({ code: 'HIKCENTRAL_HTTPS_REQUIRED', kind: 'refused' }),
    );
    expect(() => readBaseUrl('HTTP://hik.test:80', true)).toThrow(
      expect.objectContaining({ code: 'HIKCENTRAL_HTTPS_REQUIRED' }),
    );
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
    expect(() => readBaseUrl(text, false)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('has a key that a header can carry', () => {
    expect(readAppKey('2183-0457')).toBe('2183-0457');
    for (const key of ['a b', 'a\r\nb', 'ключ', '']) {
      expect(() => readAppKey(key)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    }
  });

  it('has an authority of certificates, whatever was pasted around them', () => {
    const pem = readCa(`Subject: CN=x\n${TEST_TLS.cert}\n-- and so on`);
    expect(pem.startsWith('-----BEGIN CERTIFICATE-----')).toBe(true);
    expect(pem).not.toContain('Subject');
    const broken = TEST_TLS.cert.replace('MIIB', 'AAAA');
    for (const text of ['', 'a', TEST_TLS.key, broken, TEST_TLS.cert.repeat(21)]) {
      expect(() => readCa(text)).toThrow(expect.objectContaining({ code: 'HIKCENTRAL_CA_UNREADABLE' }));
    }
  });

  it('leaves calls to others than revocation', () => {
    expect(() => assertLimits({ limit: 3, revokeReserve: 3 })).toThrow(
      expect.objectContaining({ code: 'HIKCENTRAL_RESERVE_TOO_LARGE' }),
    );
    expect(() => assertLimits({ limit: 3, revokeReserve: 2 })).not.toThrow();
  });
});
