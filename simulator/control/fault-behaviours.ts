import { type Answer, envelope, page } from '../server/answer.js';
import { answered, type Outcome, type RawReply } from '../server/outcome.js';
import { head } from '../server/raw-reply.js';
import { type CallBody, type CaughtCall, type Fault, type FaultKind, type FaultKinds } from './fault-kinds.js';
import { garbage } from './garbage.js';

type Behaviour<K extends FaultKind> = (fault: FaultKinds[K], call: CaughtCall) => Promise<Outcome>;

/** One row a kind: the whole of what a fault does. */
const BEHAVIOURS: { readonly [K in FaultKind]: Behaviour<K> } = {
  'lose-answer': async (_fault, call) => ({ kind: 'cut', answer: await call.apply() }),

  refuse: ({ code = '1', msg = 'refused', httpStatus = 200, body, contentType, headers }) => {
    const answer = body === undefined ? envelope(code, msg, null, httpStatus) : page('text/html', httpStatus, body);
    const type = contentType === undefined ? {} : { 'content-type': contentType };
    return Promise.resolve(answered({ ...answer, headers: { ...answer.headers, ...type, ...headers } }));
  },

  'pretend-success': ({ data = '' }) => Promise.resolve(answered(envelope('0', 'Success', data))),

  delay: async ({ delayMs, phase = 'before' }, call) => {
    if (phase === 'before') await call.wait(delayMs);
    const answer = await call.apply();
    if (phase === 'after') await call.wait(delayMs);
    return answered(answer);
  },

  hang: async ({ phase = 'before' }, call) =>
    phase === 'before' ? { kind: 'silent' } : { kind: 'silent', answer: await call.apply() },

  'duplicate-effect': async ({ answer = 'first' }, call) => {
    const first = await call.apply();
    const second = await call.apply();
    return answered(answer === 'first' ? first : second);
  },

  'delayed-effect': ({ delayMs, answer = 'success', data = '', code = '0x00052103', httpStatus = 504 }, call) => {
    call.later(delayMs, () => void call.apply());
    if (answer === 'lost') return Promise.resolve({ kind: 'cut' });
    const made = answer === 'success' ? envelope('0', 'Success', data) : envelope(code, 'timeout', null, httpStatus);
    return Promise.resolve(answered(made));
  },

  drip: async ({ overMs, isEndless = false }, call) => {
    const answer = await call.apply();
    return { kind: 'raw', raw: drip(answer, overMs, isEndless), answer };
  },

  garbage: async ({ form, phase = 'before' }, call) => {
    const answer = phase === 'after' ? { answer: await call.apply() } : {};
    return { kind: 'raw', raw: garbage(form), ...answer };
  },

  burst: (_fault, call) => {
    const httpStatus = pick([500, 502, 503, 504], call.random());
    const html = `<html><body>${httpStatus}</body></html>`;
    const answers = [
      page('text/html', httpStatus, html),
      envelope('0x00052102', 'service error', null, httpStatus),
      page('text/plain', httpStatus, ''),
    ];
    return Promise.resolve(answered(pick(answers, call.random())));
  },

  partial: async ({ applied, code = '0' }, call) => {
    const answer = await call.apply((body) => cutBatch(body, applied));
    return answered(code === '0' || !isSuccess(answer) ? answer : envelope(code, 'partly applied'));
  },
};

export const FAULT_KINDS = Object.keys(BEHAVIOURS) as FaultKind[];

export function runFault(fault: Fault, call: CaughtCall): Promise<Outcome> {
  // The table is keyed by the fault's own kind, which the compiler cannot follow through the union.
  const behaviour = BEHAVIOURS[fault.kind] as Behaviour<FaultKind>;
  return behaviour(fault, call);
}

function drip(answer: Answer, overMs: number, isEndless: boolean): RawReply {
  const body = Buffer.from(answer.body);
  const everyMs = Math.max(1, Math.floor(overMs / Math.max(1, body.length)));
  const length: Record<string, string> = isEndless
    ? { 'transfer-encoding': 'chunked' }
    : { 'content-length': String(body.length) };
  const opening = head(answer.httpStatus, { ...answer.headers, ...length, connection: 'close' });
  return { parts: drops(opening, body, isEndless), everyMs, ending: 'close' };
}

function* drops(opening: Buffer, body: Buffer, isEndless: boolean): Generator<Buffer> {
  yield opening;
  for (const byte of body) yield isEndless ? chunk(byte) : Buffer.from([byte]);
  // Blanks after a JSON value are part of no error: a reader without a deadline waits for ever.
  while (isEndless) yield chunk(0x20);
}

function chunk(byte: number): Buffer {
  return Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]);
}

function cutBatch(body: CallBody, applied: number): CallBody {
  const { list, personIds } = body;
  if (Array.isArray(list)) return { ...body, list: list.slice(0, applied) };
  if (typeof personIds === 'string' && personIds !== '') {
    return { ...body, personIds: personIds.split(',').slice(0, applied).join(',') };
  }
  return body;
}

function isSuccess({ code }: Answer): boolean {
  return code === '0';
}

function pick<T>(values: readonly [T, ...T[]] | readonly T[], share: number): T {
  return values[Math.floor(share * values.length)] as T;
}
