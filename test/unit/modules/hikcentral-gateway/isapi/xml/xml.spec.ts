import fc from 'fast-check';
import { writeXml } from '../../../../../../src/modules/hikcentral-gateway/isapi/xml/write-xml.js';
import { XmlFields } from '../../../../../../src/modules/hikcentral-gateway/isapi/xml/xml-fields.js';

const parse = (text: string): XmlFields | null => XmlFields.parse(Buffer.from(text));
const deep = (levels: number): string => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`;

describe('XML of a device', () => {
  it.each(['http://www.isapi.org/ver20/XMLSchema', 'http://www.hikvision.com/ver20/XMLSchema', 'urn:anything'])(
    'is read by local names in the namespace %s',
    (namespace) => {
      const plain = parse(
        `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<Time xmlns="${namespace}"><zone> x </zone></Time>`,
      );
      const prefixed = parse(`<h:Time xmlns:h="${namespace}"><h:Zone a='>'>x</h:Zone><h:n>7</h:n></h:Time>`);
      expect([plain?.name, plain?.text('zone')]).toEqual(['Time', 'x']);
      expect([prefixed?.name, prefixed?.text('zone'), prefixed?.number('n')]).toEqual(['Time', 'x', 7]);
    },
  );

  it('is read with the entities XML has and no others', () => {
    expect(parse('<a><b>&lt;&#x41;&amp;&#66;</b></a>')?.text('b')).toBe('<A&B');
    expect(parse('<a><b>&nbsp;</b></a>')).toBeNull();
  });

  it.each([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['entities that multiply', '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'],
    ['a file from outside', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a document type inside', '<a><!DOCTYPE b></a>'],
    ['a processing instruction', '<a><?php x ?></a>'],
    ['a style sheet before it', '<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>'],
    ['too many levels', deep(33)],
    ['too many elements', `<a>${'<b/>'.repeat(20_000)}</a>`],
    ['tags that do not match', '<a><b></a>'],
    ['half a document', '<a><b>text'],
    ['two documents', '<a/><b/>'],
    ['text around it', 'x<a/>'],
    ['a tag without end', `<a ${'x'.repeat(3_000)}>`],
    ['a NUL', '<a>\0</a>'],
    ['JSON', '{"a":1}'],
    ['YAML', 'a: 1'],
    ['nothing', ''],
  ])('is refused with %s', (_what, text) => {
    expect(parse(text)).toBeNull();
  });

  it('is read down to the allowed depth', () => {
    expect(parse(deep(32))?.name).toBe('a');
  });

  it('says what is missing, never what was there', () => {
    expect(() => parse('<a><b>secret</b></a>')!.requiredText('c')).toThrow(/c is missing/);
  });

  it('any text that XML can carry comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = XmlFields.parse(writeXml('a', { b: text, c: { d: 5 } }));
        expect(read?.text('b') ?? '').toBe(text.trim().replace(/\r\n?/g, '\n'));
        expect(read?.child('c')?.number('d')).toBe(5);
      }),
    );
  });

  it('is not written with what XML cannot carry', () => {
    for (const text of ['\u0000', '\u001b', '\ud800', '\uffff'])
      expect(() => writeXml('a', { b: text })).toThrow(RangeError);
  });

  it('is refused or read, whatever it is', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<b/>',
      '<',
      '>',
      '&amp;',
      '&',
      '"',
      ' x="1"',
      '<!--',
      '-->',
      ']]>',
      'text',
      '?',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const read = parse(pieces.join(''));
        expect(read === null || read.name.length > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
