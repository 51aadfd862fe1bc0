import { type RawAnswer } from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { type Operation, type OperationName } from '../../../src/modules/hikcentral-gateway/index.js';
import { PICTURE_BODIES, REFUSALS, VALID_DATA } from './valid-data.js';

const GOOD_PER_REFUSAL = 8;

/** Good answers to one call: the simulator's own bytes, and every documented shape. */
export function validAnswers(
  { name, readBody }: Operation<unknown>,
  recorded: ReadonlyMap<OperationName, readonly RawAnswer[]>,
): readonly RawAnswer[] {
  const bodies = VALID_DATA[name].map((data, index) =>
    Buffer.from(JSON.stringify({ code: index % 2 === 0 ? '0' : 0, msg: 'Success', data })),
  );
  const pictures = readBody === undefined ? [] : PICTURE_BODIES;
  return [...(recorded.get(name) ?? []), ...[...bodies, ...pictures].map(answerOf)];
}

/** What damage begins with: mostly good answers, and some refusals. */
export function answersToDamage(
  operation: Operation<unknown>,
  recorded: ReadonlyMap<OperationName, readonly RawAnswer[]>,
): readonly RawAnswer[] {
  const valid = validAnswers(operation, recorded);
  const refusals = REFUSALS.map((body) => answerOf(Buffer.from(JSON.stringify(body))));
  const times = Math.ceil((GOOD_PER_REFUSAL * refusals.length) / valid.length);
  return [...Array.from({ length: times }, () => valid).flat(), ...refusals];
}

function answerOf(body: Buffer): RawAnswer {
  return { httpStatus: 200, retryAfter: null, date: null, body };
}
