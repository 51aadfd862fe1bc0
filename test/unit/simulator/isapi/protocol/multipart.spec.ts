import fc from 'fast-check';
import { parseForm, writePart } from '../../../../../simulator/isapi/protocol/multipart.js';

const HEAD = { 'Content-Disposition': 'form-data; name="a"; filename="b.bin"', 'Content-Type': 'image/jpeg' };

describe('multipart forms', () => {
  it('keep every byte of a part', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 64 }), (first, second) => {
        const bodies = [first, second].map((bytes) => Buffer.from(bytes));
        const written = [
          ...bodies.map((body) => writePart('e-d:g', { headers: HEAD, body })),
          Buffer.from('--e-d:g--'),
        ];
        const parts = parseForm('multipart/form-data; boundary="e-d:g"', Buffer.concat(written));
        expect(parts.map(({ body }) => body.toString('hex'))).toEqual(bodies.map((body) => body.toString('hex')));
        expect(parts[0]).toMatchObject({ name: 'a', filename: 'b.bin', contentType: 'image/jpeg' });
      }),
    );
  });

  it.each([
    ['no boundary', 'multipart/form-data', '--x--'],
    ['another type', 'multipart/mixed; boundary=x', '--x--'],
    ['no end', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'],
    ['no head', 'multipart/form-data; boundary=x', '--x\r\nno head\r\n--x--'],
    ['no name', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--'],
    [
      'too many parts',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(9) + '--x--',
    ],
  ])('are refused with %s', (_what, contentType, body) => {
    expect(() => parseForm(contentType, Buffer.from(body))).toThrow();
  });
});
