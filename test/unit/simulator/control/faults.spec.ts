import { type CaughtCall, type Fault, FaultBook, runFault } from '../../../../simulator/control/faults.js';
import { ManualTime } from '../../../../simulator/runtime/time.js';
import { success } from '../../../../simulator/server/answer.js';
import { NOON } from '../build-world.js';

const ADD = '/api/resource/v1/person/single/add';

/** A call that notes when it was applied. */
function buildCall(): { call: CaughtCall; applied: Date[]; time: ManualTime } {
  const time = new ManualTime(NOON);
  const applied: Date[] = [];
  const call = {
    apply: () => {
      applied.push(time.now());
      return Promise.resolve(success('1042'));
    },
    wait: (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve)),
  };
  return { call, applied, time };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('FaultBook', () => {
  it('catches the next calls of a path and then no more', () => {
    const book = new FaultBook();
    book.add({ kind: 'lose-answer', path: `/artemis${ADD}`, times: 2 });
    expect(book.take('/api/common/v1/version')).toBeUndefined();
    expect(book.take(ADD)?.kind).toBe('lose-answer');
    expect(book.list()).toMatchObject([{ times: 1 }]);
    expect(book.take(ADD)?.kind).toBe('lose-answer');
    expect(book.take(ADD)).toBeUndefined();
    expect(book.list()).toEqual([]);
  });

  it('lets some by first, and takes prefixes and everything', () => {
    const book = new FaultBook();
    book.add({ kind: 'hang', path: '/api/resource/*', skip: 1, times: 1 });
    const id = book.add({ kind: 'lose-answer', path: '*' });
    expect(book.take(ADD)).toBeUndefined();
    expect(book.take(ADD)?.kind).toBe('hang');
    expect(book.take(ADD)?.kind).toBe('lose-answer');
    expect(book.take('/anything')?.kind).toBe('lose-answer');
    expect(book.remove(id)).toBe(true);
    expect(book.remove(id)).toBe(false);
    expect(book.take(ADD)).toBeUndefined();
  });
});

describe('faults', () => {
  const scope = { path: ADD };

  it.each<[string, Fault, string, number]>([
    ['lose-answer applies and cuts', { kind: 'lose-answer', ...scope }, 'cut', 1],
    ['refuse does not apply', { kind: 'refuse', ...scope, code: '6' }, 'answer', 0],
    ['pretend-success does not apply', { kind: 'pretend-success', ...scope }, 'answer', 0],
    ['hang before does not apply', { kind: 'hang', ...scope }, 'silent', 0],
    ['hang after applies', { kind: 'hang', ...scope, phase: 'after' }, 'silent', 1],
  ])('%s', async (_what, fault, kind, times) => {
    const { call, applied } = buildCall();
    expect((await runFault(fault, call)).kind).toBe(kind);
    expect(applied).toHaveLength(times);
  });

  it('refuse with a code, a status, or a whole body', async () => {
    const { call } = buildCall();
    const coded = await runFault({ kind: 'refuse', ...scope, code: '0x00052102', httpStatus: 500 }, call);
    expect(coded.answer).toMatchObject({ httpStatus: 500, code: '0x00052102' });
    const body = '<html>Bad Gateway</html>';
    const headers = { 'retry-after': '7' };
    const page = await runFault({ kind: 'refuse', ...scope, httpStatus: 502, body, headers }, call);
    expect(page.answer).toMatchObject({
      httpStatus: 502,
      body,
      headers: { 'content-type': 'text/html', 'retry-after': '7' },
    });
  });

  it.each([
    ['before', 500],
    ['after', 0],
  ] as const)('delay %s the effect', async (phase, appliedAfterMs) => {
    const { call, applied, time } = buildCall();
    const outcome = runFault({ kind: 'delay', ...scope, delayMs: 500, phase }, call);
    let isAnswered = false;
    void outcome.then(() => (isAnswered = true));
    await settle();
    time.advance(499);
    await settle();
    expect(isAnswered).toBe(false);
    time.advance(1);
    await settle();
    expect(isAnswered).toBe(true);
    expect(applied.map((at) => at.getTime() - NOON.getTime())).toEqual([appliedAfterMs]);
  });
});
