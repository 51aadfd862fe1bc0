import { runFault } from '../../../../simulator/control/fault-behaviours.js';
import { type CallBody, type CaughtCall, type Fault } from '../../../../simulator/control/fault-kinds.js';
import { FaultBook } from '../../../../simulator/control/faults.js';
import { seededRandom } from '../../../../simulator/runtime/seeded-random.js';
import { ManualTime } from '../../../../simulator/runtime/time.js';
import { success } from '../../../../simulator/server/answer.js';
import { NOON } from '../build-world.js';

const ADD = '/api/resource/v1/person/single/add';

/** A call that notes when it was applied. */
function buildCall(body: CallBody = {}): {
  call: CaughtCall;
  applied: Date[];
  bodies: CallBody[];
  time: ManualTime;
} {
  const time = new ManualTime(NOON);
  const applied: Date[] = [];
  const bodies: CallBody[] = [];
  const call = {
    apply: (edit?: (body: CallBody) => CallBody) => {
      applied.push(time.now());
      bodies.push(edit === undefined ? body : edit(body));
      return Promise.resolve(success(String(1041 + applied.length)));
    },
    wait: (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve)),
    later: (ms: number, run: () => void) => void time.after(ms, run),
    random: seededRandom(1),
  };
  return { call, applied, bodies, time };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('FaultBook', () => {
  it('catches the next calls of a path and then no more', () => {
    const book = new FaultBook(() => 0);
    book.add({ kind: 'lose-answer', path: `/artemis${ADD}`, times: 2 });
    expect(book.take('/api/common/v1/version')).toBeUndefined();
    expect(book.take(ADD)?.fault.kind).toBe('lose-answer');
    expect(book.list()).toMatchObject([{ times: 1 }]);
    expect(book.take(ADD)?.fault.kind).toBe('lose-answer');
    expect(book.take(ADD)).toBeUndefined();
    expect(book.list()).toEqual([]);
  });

  it('lets some by first, and takes prefixes and everything', () => {
    const book = new FaultBook(() => 0);
    book.add({ kind: 'hang', path: '/api/resource/*', skip: 1, times: 1 });
    const id = book.add({ kind: 'lose-answer', path: '*' });
    expect(book.take(ADD)).toBeUndefined();
    expect(book.take(ADD)?.fault.kind).toBe('hang');
    expect(book.take(ADD)?.fault.kind).toBe('lose-answer');
    expect(book.take('/anything')?.fault.kind).toBe('lose-answer');
    expect(book.remove(id)).toBe(true);
    expect(book.remove(id)).toBe(false);
    expect(book.take(ADD)).toBeUndefined();
  });
});

describe('the calls a fault catches', () => {
  it('may be a share, the same ones for the same seed', () => {
    const caught = (seed: number): string => {
      const book = new FaultBook(() => 0);
      book.add({ kind: 'lose-answer', path: '*', probability: 0.3, seed });
      return Array.from({ length: 200 }, () => (book.take(ADD) === undefined ? '.' : 'x')).join('');
    };
    expect(caught(7)).toBe(caught(7));
    expect(caught(7)).not.toBe(caught(8));
    expect(caught(7).replaceAll('.', '').length).toBeGreaterThan(30);
    expect(caught(7).replaceAll('.', '').length).toBeLessThan(90);
  });

  it('meet the next fault when chance lets them by', () => {
    const book = new FaultBook(() => 0);
    book.add({ kind: 'hang', path: '*', probability: 0 });
    book.add({ kind: 'lose-answer', path: '*' });
    expect(book.take(ADD)?.fault.kind).toBe('lose-answer');
  });

  it('may be those of a time', () => {
    let nowMs = 1000;
    const book = new FaultBook(() => nowMs);
    book.add({ kind: 'burst', path: '*', startsInMs: 500, forMs: 1000 });
    expect(book.take(ADD)).toBeUndefined();
    nowMs = 1500;
    expect(book.take(ADD)?.fault.kind).toBe('burst');
    nowMs = 2499;
    expect(book.take(ADD)?.fault.kind).toBe('burst');
    nowMs = 2500;
    expect(book.take(ADD)).toBeUndefined();
    expect(book.list()).toEqual([]);
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
    ['duplicate-effect applies twice', { kind: 'duplicate-effect', ...scope }, 'answer', 2],
    ['drip applies', { kind: 'drip', ...scope, overMs: 10 }, 'raw', 1],
    ['garbage before does not apply', { kind: 'garbage', ...scope, form: 'html' }, 'raw', 0],
    ['garbage after applies', { kind: 'garbage', ...scope, form: 'html', phase: 'after' }, 'raw', 1],
    ['burst does not apply', { kind: 'burst', ...scope }, 'answer', 0],
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

describe('an effect at another time than its answer', () => {
  it.each([
    ['success', { kind: 'answer', answer: { code: '0', httpStatus: 200 } }],
    ['lost', { kind: 'cut' }],
    ['error', { kind: 'answer', answer: { code: '0x00052103', httpStatus: 504 } }],
  ] as const)('comes later than %s', async (answer, expected) => {
    const { call, applied, time } = buildCall();
    const outcome = await runFault({ kind: 'delayed-effect', path: ADD, delayMs: 500, answer }, call);
    expect(outcome).toMatchObject(expected);
    time.advance(499);
    expect(applied).toEqual([]);
    time.advance(1);
    expect(applied).toHaveLength(1);
  });
});

describe('an effect more than once', () => {
  it.each([
    ['first', '1042'],
    ['second', '1043'],
  ] as const)('is answered with the %s', async (answer, data) => {
    const outcome = await runFault({ kind: 'duplicate-effect', path: ADD, answer }, buildCall().call);
    expect(outcome.answer?.body).toContain(`"data":"${data}"`);
  });
});

describe('an effect in part', () => {
  it.each<[string, CallBody, CallBody]>([
    ['a list', { list: [{ id: '1' }, { id: '2' }, { id: '3' }] }, { list: [{ id: '1' }, { id: '2' }] }],
    ['a comma list', { personIds: '1,2,3' }, { personIds: '1,2' }],
    ['nothing to cut', { personIds: '' }, { personIds: '' }],
  ])('cuts %s', async (_what, body, cut) => {
    const { call, bodies } = buildCall(body);
    const fault = { kind: 'partial', path: ADD, applied: 2 } as const;
    expect((await runFault(fault, call)).answer?.code).toBe('0');
    expect((await runFault({ ...fault, code: '5' }, call)).answer?.code).toBe('5');
    expect(bodies).toEqual([cut, cut]);
  });
});
