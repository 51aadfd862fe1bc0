import { type RawAnswer } from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { toTree, write } from './answer-tree.js';
import { Dice } from './dice.js';
import { mutateBytes } from './mutate-bytes.js';
import { TREE_MUTATION_NAMES, TREE_MUTATIONS } from './mutate-tree.js';

export interface MutatedAnswer {
  readonly answer: RawAnswer;
  /** What was done to it, in this order. */
  readonly steps: readonly string[];
}

const STATUSES = [
  100, 200, 201, 202, 204, 206, 226, 299, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 413, 415, 418,
];
const LATE_STATUSES = [422, 429, 431, 451, 499, 500, 501, 502, 503, 504, 507, 511, 520, 599, 600, 999];
const RETRY_AFTER = ['0', '1', '60', '-5', '1e3', '99999999999999999999', 'soon', '', 'Thu, 01 Jan 1970 00:00:00 GMT'];
const DATES = ['Thu, 01 Jan 1970 00:00:00 GMT', 'Sat, 31 Dec 9999 23:59:59 GMT', 'yesterday', '', '\u00a0', '1e99'];

/** Longer answers than this are cut off while they are read: they cost time and show nothing more. */
const MAX_BYTES = 1_000_000;

/** One of `answers`, with some damage: to its structure, its bytes, its status, its headers. */
export function mutateAnswer(answers: readonly RawAnswer[], seed: number): MutatedAnswer {
  const dice = new Dice(seed);
  const steps: string[] = [];
  let answer = dice.pick(answers);
  const value = jsonIn(answer.body);
  const isBytesOnly = value === undefined || dice.has(0.15);
  if (!isBytesOnly) {
    const root = { tree: toTree(value) };
    for (let count = dice.pick([0, 1, 1, 1, 2, 2, 3, 5]); count > 0; count -= 1) {
      const name = dice.pick(TREE_MUTATION_NAMES);
      TREE_MUTATIONS[name]!(root, dice);
      steps.push(name);
    }
    const body = Buffer.from(write(root.tree));
    if (body.length <= MAX_BYTES) answer = { ...answer, body };
  }
  if (isBytesOnly || dice.has(0.15)) {
    for (let count = dice.pick([1, 1, 2]); count > 0; count -= 1) {
      const { name, body } = mutateBytes(answer.body, dice);
      answer = { ...answer, body: body.subarray(0, MAX_BYTES) };
      steps.push(name);
    }
  }
  if (dice.has(0.2)) {
    answer = { ...answer, httpStatus: dice.pick([...STATUSES, ...LATE_STATUSES]) };
    steps.push(`status ${answer.httpStatus}`);
  }
  if (dice.has(0.1)) {
    answer = { ...answer, retryAfter: dice.pick([null, ...RETRY_AFTER]), date: dice.pick([null, ...DATES]) };
    steps.push('headers');
  }
  return { answer, steps };
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
