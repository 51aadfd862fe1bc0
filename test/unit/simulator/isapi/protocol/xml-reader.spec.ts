import fc from 'fast-check';
import { child, childText, readXml } from '../../../../../simulator/isapi/protocol/xml-reader.js';
import { writeXml } from '../../../../../simulator/isapi/protocol/xml-writer.js';

const read = (text: string): ReturnType<typeof readXml> => readXml(Buffer.from(text));

describe('the XML reader', () => {
  it('goes by local names and resolves what every reader knows', () => {
    const root = read(
      '\uFEFF<?xml version="1.0"?>\n<!-- x --><n:a xmlns:n="u" b=\'1\'><n:b>&lt;&#65;&#x42;<![CDATA[<&]]></n:b><c/></n:a>\n',
    );
    expect(root.name).toBe('a');
    expect(childText(root, 'b')).toBe('<AB<&');
    expect(child(root, 'c')).toEqual({ name: 'c', text: '', children: [] });
    expect(childText(root, 'd')).toBeUndefined();
  });

  it.each([
    '',
    'junk',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>junk',
    '<a><b></a></b>',
    '<a b=1/>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<a>&own;</a>',
    '<a>&</a>',
    '<a b="&own;"/>',
    '<a>&#0;</a>',
    '<!DOCTYPE a><a/>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<?run it?><a/>',
    '<a><!-- -- --></a>',
    '<a>'.repeat(33) + '</a>'.repeat(33),
  ])('refuses %s', (text) => {
    expect(() => read(text)).toThrow('badXmlFormat');
  });

  it('refuses what is not UTF-8', () => {
    expect(() => readXml(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toThrow('badXmlFormat');
  });

  it('reads whatever the writer writes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '<', '>', '&', '"', "'", 'ж', ']', ' ', ';', '#') });
    fc.assert(
      fc.property(text, (value) => {
        const root = readXml(Buffer.from(writeXml('isapi', 'Root', { value, more: [{ value }, { value: 1 }] })));
        expect(child(root, 'value')?.text).toBe(value);
        expect(root.children.map(({ name }) => name)).toEqual(['value', 'more', 'more']);
      }),
    );
  });
});
