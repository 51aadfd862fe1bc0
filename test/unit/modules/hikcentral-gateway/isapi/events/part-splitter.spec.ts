import fc from 'fast-check';
import { GatewayError } from '../../../../../../src/modules/hikcentral-gateway/gateway.errors.js';
import {
  boundaryOf,
  PartSplitter,
} from '../../../../../../src/modules/hikcentral-gateway/isapi/events/part-splitter.js';

const JPEG = Buffer.from([0xff, 0xd8, 0x0d, 0x0a, 0x2d, 0x2d, 0x62, 0xff, 0xd9]);
const STREAM = Buffer.concat([
  Buffer.from(
    'preamble\r\n--b\r\nContent-Type: application/json; charset="UTF-8"\r\nContent-Length: 7\r\n\r\n{"a":1}\r\n',
  ),
  Buffer.from(`--b\r\ncontent-type:image/jpeg\r\nContent-Length: ${JPEG.length}\r\n\r\n`),
  JPEG,
  // Without a length, and with bare line feeds.
  Buffer.from('\r\n--b\nContent-Type: application/xml\n\n<a>\r\n-b\r\n</a>\r\n--b\r\n\r\nlast\r\n--b--\r\n'),
]);
const BODIES = ['{"a":1}', JPEG.toString('latin1'), '<a>\r\n-b\r\n</a>', 'last'];

function partsOf(chunks: readonly Buffer[], boundary = 'b'): string[] {
  const splitter = new PartSplitter(boundary);
  return chunks.flatMap((chunk) => splitter.push(chunk)).map(({ body }) => body.toString('latin1'));
}

describe('a stream of parts', () => {
  it('is the same wherever the network cut it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 40 }), (cuts) => {
        const at = [0, ...[...cuts].sort((a, b) => a - b), STREAM.length];
        expect(partsOf(at.slice(1).map((end, index) => STREAM.subarray(at[index], end)))).toEqual(BODIES);
      }),
    );
    expect(partsOf([...STREAM].map((byte) => Buffer.from([byte])))).toEqual(BODIES);
  });

  it('gives a part that tells its length with its last byte', () => {
    const splitter = new PartSplitter('b');
    expect(splitter.push(Buffer.from('--b\r\nContent-Length: 3\r\n\r\nab'))).toEqual([]);
    expect(splitter.push(Buffer.from('c'))).toMatchObject([{ body: Buffer.from('abc') }]);
  });

  it.each([
    ['a length beyond any event', `--b\r\nContent-Length: 99999999\r\n\r\n`],
    ['a part without an end', `--b\r\n\r\n${'x'.repeat(3 * 1_024 * 1_024)}`],
    ['headers without an end', `--b\r\n${'X: y\r\n'.repeat(2_000)}`],
  ])('ends at %s', (_what, text) => {
    expect(() => partsOf([Buffer.from(text)])).toThrow(GatewayError);
  });

  it('holds nothing of what stands outside of parts', () => {
    const noise = Buffer.alloc(64 * 1_024, 'x');
    const splitter = new PartSplitter('b');
    for (let count = 0; count < 100; count += 1) expect(splitter.push(noise)).toEqual([]);
    expect(JSON.stringify(splitter).length).toBeLessThan(1_000);
  });

  it.each([
    ['multipart/mixed; boundary=MIME_boundary', 'MIME_boundary'],
    ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
    ['application/json', null],
    ['multipart/mixed', null],
    [`multipart/mixed; boundary=${'x'.repeat(80)}`, null],
  ])('has the boundary that %p names', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});
