import {
  type Interpretation,
  type RawAnswer,
} from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { GatewayError, type Operation, type OperationName } from '../../../src/modules/hikcentral-gateway/index.js';
import { leaksIn } from './marks.js';
import { PROMISED } from './promised-shapes.js';
import { isRecord, isZero, readTold, toCode, type Told, under } from './told.js';

/** HikCentral's refusals that leave open whether it did what was asked (its guide: unknown, timeout, exception, failed). */
const DOUBTFUL = new Set([1, 4, 5, 192, 0x00052102, 0x00052103, 0x00052301]);
const NOT_THERE = new Set([128, 0x00072203]);
const REFUSING_STATUSES = new Set([401, 403, 413, 429]);
/** Where an answer that lacks this, and is not empty, must not be taken for "none". */
const CONTAINERS: Partial<Readonly<Record<OperationName, string>>> = {
  'read-application-failures': 'applicationErrorResult',
  'read-person-application': 'ElementDetailList',
};

type Done = Extract<Interpretation<unknown>, { kind: 'done' }>;
type Failed = Exclude<Interpretation<unknown>, { kind: 'done' }>;

/** What is wrong with the meaning that was found in one answer; empty when nothing is. */
export function problemsOf(
  operation: Operation<unknown>,
  answer: RawAnswer,
  meaning: Interpretation<unknown>,
): readonly string[] {
  const told = readTold(answer.body);
  const isPlainSuccess = hasNothingToRead(operation) && isSuccess(answer, told) && isClear(told);
  return [
    ...(meaning.kind === 'done' ? doneProblems(operation, answer, meaning, told) : failedProblems(meaning)),
    ...(meaning.kind === 'refused' && !isRefusal(answer, told) ? ['refused, and it may have been done'] : []),
    ...(isPlainSuccess && meaning.kind !== 'done' ? ['a success that was not understood'] : []),
    ...(Object.keys(Object.prototype).length > 0 || 'polluted' in {} ? ['Object.prototype was changed'] : []),
  ];
}

/** Its answer is a success or none: no data decides. */
function hasNothingToRead({ name, read }: Operation<unknown>): boolean {
  return !name.startsWith('read-') && read.length === 0;
}

function doneProblems(operation: Operation<unknown>, answer: RawAnswer, done: Done, told: Told): readonly string[] {
  const isWell = isSuccess(answer, told);
  const isAbsence =
    operation.readAbsent !== undefined &&
    answer.httpStatus !== 429 &&
    told.codes.some((code) => NOT_THERE.has(toCode(code)));
  const isPicture =
    operation.readBody !== undefined && isSuccessStatus(answer) && isPictureAnswer(answer.body, told, done.value);
  return [
    ...(isWell || isAbsence || isPicture ? [] : ['done, and the answer is no success']),
    ...(isAbsence && !isWell && done.value !== null ? ['not there, and yet a value'] : []),
    ...PROMISED[operation.name](done.value, 'value'),
    ...(isWell ? countProblems(operation.name, done, told) : []),
  ];
}

interface AnyPage {
  readonly items: readonly unknown[];
  readonly rawCount: number;
  readonly total: number;
}

/** Nothing is left out silently, and nobody is proved absent by what contradicts itself or says nothing. */
function countProblems(name: OperationName, { value, skippedCount }: Done, told: Told): readonly string[] {
  if (Array.isArray(value)) {
    const container = CONTAINERS[name];
    return container !== undefined && value.length === 0 && lacks(told.data, container) ? ['nothing, on hope'] : [];
  }
  if (typeof value !== 'object' || value === null || !('rawCount' in value)) return [];
  const { items, rawCount, total } = value as AnyPage;
  const { listed } = told;
  const isContradiction =
    told.total !== null && Number.isSafeInteger(told.total) && listed !== null && listed > told.total;
  const isMute =
    isRecord(told.data) && ['total', 'totalNum', 'list', ...containersOf(name)].every((key) => lacks(told.data, key));
  return [
    ...(listed === null || rawCount === listed ? [] : [`${listed} items were listed and ${rawCount} counted`]),
    ...(listed === null || items.length + skippedCount === rawCount ? [] : ['items were left out and not told of']),
    ...(isContradiction && total <= items.length ? ['looks whole, and contradicts itself'] : []),
    ...(isMute && items.length === 0 && total === 0 ? ['an empty page, on hope'] : []),
  ];
}

function containersOf(name: OperationName): readonly string[] {
  return ['PrivilegeGroupInfo', ...(CONTAINERS[name] === undefined ? [] : [CONTAINERS[name]])];
}

function lacks(data: unknown, key: string): boolean {
  return isRecord(data) && Object.keys(data).length > 0 && under(data, key).length === 0;
}

function failedProblems({ error }: Failed): readonly string[] {
  const leaks = leaksIn(textsOf(error));
  return [
    ...(error instanceof GatewayError ? [] : ['an error that is not typed']),
    ...leaks.map((needle) => `the error repeats ${needle}`),
  ];
}

/** Everything that can be read off an error: also what hangs on it and on its causes. */
export function textsOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [String(error)];
  const { cause, ...own } = error as Error & Readonly<Record<string, unknown>>;
  const below = cause === undefined ? [] : textsOf(cause, depth + 1);
  return [error.message, error.stack ?? '', JSON.stringify(own), ...below];
}

function isSuccessStatus({ httpStatus }: RawAnswer): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

/** 2xx, and every code in it is 0. */
function isSuccess(answer: RawAnswer, { codes }: Told): boolean {
  return isSuccessStatus(answer) && codes.length > 0 && codes.every(isZero);
}

/**
 * Whoever refuses in HikCentral's own form is believed under any status; without the form only a status that is given
 * before the call is looked at.
 */
function isRefusal({ httpStatus }: RawAnswer, told: Told): boolean {
  const { codes, isSpecial } = told;
  if (codes.some(isZero) && isClear(told)) return false;
  if (REFUSING_STATUSES.has(httpStatus)) return true;
  const isCoded = codes.length > 0 && codes.every((code) => !Number.isNaN(toCode(code)));
  return isCoded && (isSpecial || codes.every((code) => !DOUBTFUL.has(toCode(code))));
}

/** One code, one `data`, and a depth at which it is looked at. */
function isClear({ codes, isDataTwice, isDeep }: Told): boolean {
  return codes.length === 1 && !isDataTwice && !isDeep;
}

function isPictureAnswer(body: Buffer, { isObject, codes, data }: Told, value: unknown): boolean {
  if (value === null) return isObject && codes.length === 0 && (data === null || data === '' || data === 'null');
  return codes.length === 0 && Buffer.isBuffer(value) && holdsPicture(body, value);
}

/** The bytes, or their base64, stand in the answer; blanks and what JSON makes of them apart. */
function holdsPicture(body: Buffer, picture: Buffer): boolean {
  if (body.includes(picture)) return true;
  const text = body.toString('utf8').replace(/\\u000a|\\[nrt]|\\(?=\/)|\s/g, '');
  return [...text.matchAll(/\/9[g-j][A-Za-z0-9+/]*/g)].some(([base64]) =>
    Buffer.from(base64, 'base64').equals(picture),
  );
}
