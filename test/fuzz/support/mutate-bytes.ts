import { gzipSync } from 'node:zlib';
import { type Dice } from './dice.js';
import { MARK } from './marks.js';

type ByteMutation = (body: Buffer, dice: Dice) => Buffer;

const PAGES = [
  `<!DOCTYPE html><html><body>${MARK} <form action="/login"></form></body></html>`,
  '<?xml version="1.0"?><error><code>0</code></error>',
  '  <html>{"code":"0","data":"1042"}</html>',
  'upstream connect error or disconnect/reset before headers',
];
const JUNK = ['{"code":"0"}', '\0', '\uFEFF', ']', '}', '"', ',', '{', '\\', '0', 'null', '\n', '\x80', MARK];
const SIZES = [10_000, 100_000, 1_000_000];

/** What a line, a proxy or a broken disk does to an answer, whatever it holds. */
const BYTE_MUTATIONS: Readonly<Record<string, ByteMutation>> = {
  truncate: (body, dice) => body.subarray(0, dice.below(body.length + 1)),
  flip: (body, dice) => {
    const flipped = Buffer.from(body);
    for (let count = 1 + dice.below(4); count > 0 && flipped.length > 0; count -= 1) {
      const at = dice.below(flipped.length);
      flipped[at] = flipped[at]! ^ (1 << dice.below(8));
    }
    return flipped;
  },
  insert: (body, dice) => insertedAt(body, dice.below(body.length + 1), Buffer.from(dice.pick(JUNK))),
  cut: (body, dice) => {
    const from = dice.below(body.length + 1);
    return Buffer.concat([body.subarray(0, from), body.subarray(from + dice.below(20))]);
  },
  'byte-order-mark': (body) => Buffer.concat([Buffer.from('\uFEFF'), body]),
  'two-byte-order-marks': (body) => Buffer.concat([Buffer.from('\uFEFF\uFEFF'), body]),
  utf16: (body, dice) => {
    const text = Buffer.from(`\uFEFF${body.toString('utf8')}`, 'utf16le');
    return dice.has(0.5) ? text : text.subarray(0, text.length & ~1).swap16();
  },
  latin1: (body) => Buffer.from(body.toString('utf8'), 'latin1'),
  page: (_body, dice) => Buffer.from(dice.pick(PAGES)),
  empty: (_body, dice) =>
    Buffer.from(dice.pick(['', ' ', '\n', '\0', 'null', '""', '0', '[]', '{}', '"null"', 'true'])),
  twice: (body) => Buffer.concat([body, body]),
  followed: (body, dice) =>
    Buffer.concat([body, Buffer.from(dice.pick(['{"code":"0"}', ' ', '\n\n', '\0', ']', ',']))]),
  preceded: (body, dice) =>
    Buffer.concat([Buffer.from(dice.pick(['{"code":"131"}', ' ', ")]}',\n", '\0', ','])), body]),
  zipped: (body) => gzipSync(body),
  long: (body, dice) => Buffer.concat([body, Buffer.alloc(dice.pick(SIZES), dice.pick([0x20, 0x00, 0x5b, 0x22]))]),
  noise: (_body, dice) => Buffer.from(Array.from({ length: dice.below(400) }, () => dice.below(256))),
  'quoted-whole': (body) => Buffer.from(JSON.stringify(body.toString('utf8'))),
};
export const BYTE_MUTATION_NAMES = Object.keys(BYTE_MUTATIONS);
/** A megabyte costs milliseconds: rarely. */
const RARE: ReadonlySet<string> = new Set(['long']);

export function mutateBytes(body: Buffer, dice: Dice): { readonly name: string; readonly body: Buffer } {
  const name = dice.pick(BYTE_MUTATION_NAMES);
  if (RARE.has(name) && !dice.has(0.05)) return { name: 'truncate', body: BYTE_MUTATIONS['truncate']!(body, dice) };
  return { name, body: BYTE_MUTATIONS[name]!(body, dice) };
}

function insertedAt(body: Buffer, at: number, junk: Buffer): Buffer {
  return Buffer.concat([body.subarray(0, at), junk, body.subarray(at)]);
}
