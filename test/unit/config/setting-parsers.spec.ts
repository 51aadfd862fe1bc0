import {
  base64Key,
  doorDirections,
  emailAddress,
  ianaZone,
  oneOf,
  nameInHikCentral,
  plainText,
  proxies,
  readableFile,
  serverOrigin,
  trueOrFalse,
  urlWith,
  wholeNumber,
  type SettingParser,
} from '../../../src/config/setting-parsers.js';

const refused = { fault: expect.any(String) };

describe('setting parsers', () => {
  it.each<[string, SettingParser<unknown>, string, unknown]>([
    ['a number at its lower edge', wholeNumber(2, 9), '2', 2],
    ['a number at its upper edge', wholeNumber(2, 9), '9', 9],
    ['a known word', oneOf('api', 'all'), 'all', 'all'],
    ['a switch', trueOrFalse, 'false', false],
    ['a text', plainText(5), 'Гость', 'Гость'],
    ['a URL of a database', urlWith('postgres'), 'postgres://u:p@h:5432/d?sslmode=require', expect.any(String)],
    ['a server', serverOrigin, 'https://hcp.site:443/', 'https://hcp.site'],
    ['an address', emailAddress, 'admin@localhost', 'admin@localhost'],
    ['a zone', ianaZone, 'Asia/Kolkata', 'Asia/Kolkata'],
    ['UTC', ianaZone, 'UTC', 'UTC'],
    ['a file', readableFile, 'package.json', 'package.json'],
    ['trust in nobody', proxies, 'false', false],
    ['a list of proxies', proxies, 'loopback, 10.0.0.0/8, ::1', 'loopback, 10.0.0.0/8, ::1'],
  ])('accept %s', (_what, parser, text, value) => {
    expect(parser.parse(text)).toEqual({ value });
  });

  it.each<[string, SettingParser<unknown>, string]>([
    ['a number below', wholeNumber(2, 9), '1'],
    ['a number above', wholeNumber(2, 9), '10'],
    ['a fraction', wholeNumber(2, 9), '2.5'],
    ['an exponent', wholeNumber(2, 900), '2e2'],
    ['another word', oneOf('api', 'all'), 'ALL'],
    ['a yes', trueOrFalse, 'yes'],
    ...[`'`, '/', '\\', ':', '*', '?', '"', '<', '>', '|'].map((sign): [string, SettingParser<unknown>, string] => [
      `a name with ${sign}`,
      nameInHikCentral(64),
      `Gäste${sign}`,
    ]),
    ['a text too long', plainText(5), 'longer'],
    ['a control character', plainText(5), 'a\u0000b'],
    ['a URL of another scheme', urlWith('postgres'), 'mysql://h/d'],
    ['no URL at all', urlWith('postgres'), 'localhost:5432'],
    ['a server with a path', serverOrigin, 'https://hcp.site/artemis'],
    ['a server with a password', serverOrigin, 'https://u:p@hcp.site'],
    ['a file as a server', serverOrigin, 'file:///etc/passwd'],
    ['half an address', emailAddress, 'admin'],
    ['an unknown zone', ianaZone, 'Mars/Olympus'],
    ['an offset, which knows no daylight saving', ianaZone, '+03:00'],
    ['a missing file', readableFile, 'no-such-file'],
    ['a host name as a proxy', proxies, 'proxy.site'],
    ['a network too narrow', proxies, '10.0.0.0/33'],
    ['a key too short', base64Key, Buffer.alloc(31, 1).toString('base64')],
    ['a key in hexadecimal', base64Key, 'ab'.repeat(32)],
  ])('refuse %s', (_what, parser, text) => {
    expect(parser.parse(text)).toEqual(refused);
  });

  it('read a map of directions', () => {
    expect(doorDirections.parse('a1=entry, door:2=exit,reader:5=entry')).toEqual({
      value: [
        { of: null, code: 'a1', direction: 'entry' },
        { of: 'door', code: '2', direction: 'exit' },
        { of: 'reader', code: '5', direction: 'entry' },
      ],
    });
  });

  it.each(['1', '1=', '=entry', '1=both', 'gate:1=entry', '1=entry,', '1=entry,1=exit', 'door:1=entry,door:1=entry'])(
    'refuse the map %s',
    (text) => {
      expect(doorDirections.parse(text)).toEqual(refused);
    },
  );

  it('take the same code of a door and of a reader for two things', () => {
    expect(doorDirections.parse('1=entry,door:1=exit,reader:1=entry')).toEqual({ value: expect.any(Array) });
  });
});
