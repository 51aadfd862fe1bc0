/** What the bytes of an answer say, read with nothing of ours. */
export interface Told {
  /** Every value under `code`, in any case. */
  readonly codes: readonly unknown[];
  /** `data`; undefined when it is absent or told twice, differently. */
  readonly data: unknown;
  readonly isDataTwice: boolean;
  readonly isObject: boolean;
  /** How many items its `list` holds; null: no list, or several of them. */
  readonly listed: number | null;
  /** null when it is not told as a number. */
  readonly total: number | null;
  /** Whether the password's countdown or a certificate in use stands in it: what outweighs a code. */
  readonly isSpecial: boolean;
  readonly isDeep: boolean;
}

const NOTHING: Told = {
  codes: [],
  data: undefined,
  isDataTwice: false,
  isObject: false,
  listed: null,
  total: null,
  isSpecial: false,
  isDeep: false,
};

export function readTold(body: Buffer): Told {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NOTHING;
  }
  if (!isRecord(value)) return NOTHING;
  const datas = under(value, 'data');
  const isDataTwice = datas.some((other) => other !== datas[0]);
  const data = isDataTwice ? undefined : datas[0];
  const lists = under(data, 'list');
  const isNested = /privilegegroupinfo/i.test(text);
  return {
    codes: under(value, 'code'),
    data,
    isDataTwice,
    isObject: true,
    listed: lists.length === 1 && Array.isArray(lists[0]) && !isNested ? lists[0].length : null,
    total: totalIn(data),
    isSpecial: /remainlocknumber|60051/i.test(text),
    isDeep: /\[{30}/.test(text),
  };
}

/** All that stands under a name, whatever its case. */
export function under(object: unknown, name: string): unknown[] {
  if (!isRecord(object)) return [];
  return Object.entries(object).flatMap(([key, child]) => (key.toLowerCase() === name.toLowerCase() ? [child] : []));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function totalIn(data: unknown): number | null {
  const totals = [...under(data, 'total'), ...under(data, 'totalNum')];
  return totals.length === 1 && typeof totals[0] === 'number' ? totals[0] : null;
}

/** As texts and numbers, decimal and hexadecimal; NaN for what is no code. */
export function toCode(code: unknown): number {
  if (typeof code === 'number') return code;
  return typeof code === 'string' && /^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(code) ? Number(code) : NaN;
}

export function isZero(code: unknown): boolean {
  return toCode(code) === 0;
}
