const SIZE = 21;
const DATA_CODEWORDS = 19;
const CHECK_CODEWORDS = 7;
const MAX_BYTES = 17;
/** Level L with mask 0, as the standard's table gives the 15 bits. */
const FORMAT_BITS = 0x77c4;
const SCALE = 4;
const QUIET_MODULES = 4;

/**
 * A QR code of version 1, level L, as the base64 of a BMP of one bit a pixel, which needs no encoder.
 * @param text at most 17 bytes
 */
export function qrCodeImage(text: string): string {
  return bitmap(qrCodeModules(text)).toString('base64');
}

/** The dark modules, row by row. @throws RangeError for a text over 17 bytes */
export function qrCodeModules(text: string): boolean[][] {
  const data = dataCodewords(Buffer.from(text, 'utf8'));
  const bits = [...data, ...checkCodewords(data)].flatMap((byte) => bitsOf(byte, 8));
  const dark: (boolean | undefined)[][] = Array.from({ length: SIZE }, () => Array<boolean | undefined>(SIZE));
  const set = (row: number, column: number, isDark: boolean): void => {
    const line = dark[row];
    if (line !== undefined && column >= 0 && column < SIZE) line[column] = isDark;
  };
  placeFinders(set);
  placeFormat(set);
  let next = 0;
  for (const [row, column] of zigzag()) {
    if (dark[row]?.[column] !== undefined) continue;
    set(row, column, ((bits[next] ?? 0) === 1) !== ((row + column) % 2 === 0));
    next += 1;
  }
  return dark.map((line) => line.map((module) => module === true));
}

function dataCodewords(bytes: Buffer): number[] {
  if (bytes.length > MAX_BYTES) throw new RangeError(`a code holds ${MAX_BYTES} bytes, not ${bytes.length}`);
  const bits = [0, 1, 0, 0, ...bitsOf(bytes.length, 8), ...[...bytes].flatMap((byte) => bitsOf(byte, 8)), 0, 0, 0, 0];
  const words = Array.from({ length: bits.length / 8 }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
  );
  const padding = Array.from({ length: DATA_CODEWORDS - words.length }, (_, index) => (index % 2 === 0 ? 0xec : 0x11));
  return [...words, ...padding];
}

/** Reed–Solomon over GF(256) with the standard's polynomial 0x11d. */
function checkCodewords(data: readonly number[]): number[] {
  let generator = [1];
  for (let power = 0; power < CHECK_CODEWORDS; power += 1) {
    const root = powerOfTwo(power);
    generator = [...generator, 0].map((value, index) => value ^ multiply(generator[index - 1] ?? 0, root));
  }
  const rest = [...data, ...Array<number>(CHECK_CODEWORDS).fill(0)];
  for (let index = 0; index < data.length; index += 1) {
    const factor = rest[index] ?? 0;
    for (const [offset, value] of generator.entries()) {
      rest[index + offset] = (rest[index + offset] ?? 0) ^ multiply(value, factor);
    }
  }
  return rest.slice(data.length);
}

function powerOfTwo(power: number): number {
  return power === 0 ? 1 : multiply(powerOfTwo(power - 1), 2);
}

function multiply(left: number, right: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((right >> bit) & 1) * left;
  }
  return product;
}

function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (value >> (count - 1 - index)) & 1);
}

type SetModule = (row: number, column: number, isDark: boolean) => void;

function placeFinders(set: SetModule): void {
  for (let index = 8; index < SIZE - 8; index += 1) {
    set(6, index, index % 2 === 0);
    set(index, 6, index % 2 === 0);
  }
  for (const [top, left] of [
    [0, 0],
    [0, SIZE - 7],
    [SIZE - 7, 0],
  ] as const) {
    for (let row = -1; row <= 7; row += 1) {
      for (let column = -1; column <= 7; column += 1) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
        set(top + row, left + column, ring !== 2 && ring !== 4);
      }
    }
  }
}

/** Twice around the finders, lowest bit first, and the module that is always dark. */
function placeFormat(set: SetModule): void {
  for (let index = 0; index < 15; index += 1) {
    const isDark = ((FORMAT_BITS >> index) & 1) === 1;
    if (index < 6) set(index, 8, isDark);
    else if (index < 8) set(index + 1, 8, isDark);
    else if (index === 8) set(8, 7, isDark);
    else set(8, 14 - index, isDark);
    if (index < 8) set(8, SIZE - 1 - index, isDark);
    else set(SIZE - 15 + index, 8, isDark);
  }
  set(SIZE - 8, 8, true);
}

/** Pairs of columns from the right, up and down in turn, past the column of the timing pattern. */
function* zigzag(): Generator<readonly [row: number, column: number]> {
  let isUpward = true;
  for (let right = SIZE - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < SIZE; step += 1) {
      const row = isUpward ? SIZE - 1 - step : step;
      yield [row, right];
      yield [row, right - 1];
    }
    isUpward = !isUpward;
  }
}

function bitmap(modules: readonly (readonly boolean[])[]): Buffer {
  const side = (SIZE + 2 * QUIET_MODULES) * SCALE;
  const rowBytes = Math.ceil(side / 32) * 4;
  const header = Buffer.alloc(62);
  header.write('BM');
  header.writeUInt32LE(62 + rowBytes * side, 2);
  header.writeUInt32LE(62, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(side, 18);
  header.writeInt32LE(-side, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(1, 28);
  header.writeUInt32LE(0x00_ff_ff_ff, 54);
  const pixels = Buffer.alloc(rowBytes * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const module = modules[Math.floor(row / SCALE) - QUIET_MODULES]?.[Math.floor(column / SCALE) - QUIET_MODULES];
      const at = row * rowBytes + (column >> 3);
      if (module === true) pixels.writeUInt8(pixels.readUInt8(at) | (0x80 >> (column & 7)), at);
    }
  }
  return Buffer.concat([header, pixels]);
}
