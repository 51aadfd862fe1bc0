import { QueryFailedError } from 'typeorm';
import { runInContext, systemContext } from '../../../../src/platform/context/request-context.js';
import { AppError } from '../../../../src/platform/errors/app-error.js';
import { JsonLogger } from '../../../../src/platform/logging/json-logger.js';
import { type LogFields } from '../../../../src/platform/logging/logger.js';
import { NestLogger } from '../../../../src/platform/logging/nest-logger.js';

const PERSON = 'Ivan Petrov';
const PHONE = '+7 900 123-45-67';

class DoorStuckError extends AppError {
  override readonly code = 'DOOR.STUCK';
  override readonly kind = 'unavailable';
  override readonly retry = 'retry';
}

interface Line {
  readonly [field: string]: unknown;
  readonly err?: { readonly [field: string]: unknown; readonly stack: string[] };
}

const collect = (level: 'debug' | 'info' = 'info') => {
  const written: string[] = [];
  const logger = new JsonLogger(level, { write: (line: string) => written.push(line) });
  return { logger, text: () => written.join(''), lines: () => written.map((line) => JSON.parse(line) as Line) };
};

/** What a driver throws when a row is refused: statement, parameters, message and detail all quote the row. */
function refusedRow(): QueryFailedError {
  const driver = Object.assign(new Error(`duplicate key value violates unique constraint "guests_phone_key"`), {
    code: '23505',
    severity: 'ERROR',
    routine: '_bt_check_unique',
    constraint: 'guests_phone_key',
    detail: `Key (phone)=(${PHONE}) already exists.`,
    where: `COPY guests, line 1: "${PERSON}"`,
  });
  return new QueryFailedError(`INSERT INTO guests VALUES ('${PERSON}')`, [PERSON, PHONE], driver);
}

describe('JSON logger', () => {
  it('writes one JSON line with time, level, event, fields, trace and the id of the actor', () => {
    const { logger, lines } = collect();
    const context = systemContext('ab'.repeat(16), 'reconciler');
    const actor = { kind: 'user' as const, id: 'user-1', role: 'host', email: 'host@example.test' };
    runInContext({ ...context, actor }, () => logger.info('visit announced', { visits: 2, isLate: false }));
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        event: 'visit announced',
        visits: 2,
        isLate: false,
        traceId: 'ab'.repeat(16),
        actor: 'user-1',
      },
    ]);
  });

  it('writes class, code, retry, context and stack of an error of ours', () => {
    const { logger, lines } = collect();
    logger.error('door failed', new DoorStuckError('stuck', { door: 'd1', attempts: 3 }));
    const [line] = lines();
    expect(line?.err).toMatchObject({
      class: 'DoorStuckError',
      code: 'DOOR.STUCK',
      retry: 'retry',
      context: { door: 'd1', attempts: 3 },
    });
    expect(line?.err?.stack[0]).toContain('json-logger.spec.ts');
  });

  it('keeps SQLSTATE and constraint of a refused row, and nothing of the row', () => {
    const { logger, text, lines } = collect();
    logger.error('visit failed', refusedRow());
    logger.error('visit failed', new DoorStuckError('stuck', {}, { cause: refusedRow() }));
    expect(lines()[0]?.err).toMatchObject({
      class: 'QueryFailedError',
      sqlState: '23505',
      constraint: 'guests_phone_key',
    });
    expect(lines()[1]?.err?.['cause']).toMatchObject({ sqlState: '23505' });
    for (const secret of [PERSON, PHONE, 'INSERT', 'already exists']) expect(text()).not.toContain(secret);
  });

  it.each([
    ['a message', () => new Error(`no such guest: ${PERSON}`)],
    ['a message of several lines', () => new Error(`bad body\n${PERSON}\n    at ${PERSON} (${PHONE}:1:1)`)],
    ['a message that looks like a frame', () => new Error(`x\n    at ${PERSON} (/home/${PERSON}/guest.ts:1:1)`)],
    ['a parser', () => parseFailure()],
    ['a message that was changed later', () => Object.assign(new Error(PERSON), { message: 'harmless' })],
    ['a code', () => Object.assign(new Error('x'), { code: `E_${PERSON}` })],
    ['a chain of causes', () => new Error('a', { cause: new Error(PERSON, { cause: new TypeError(PHONE) }) })],
    ['an own property', () => Object.assign(new Error('x'), { response: { data: { fullName: PERSON } } })],
    ['a name', () => Object.assign(new Error('x'), { name: PERSON })],
    ['something that is no error', () => ({ fullName: PERSON, toString: () => PERSON, toJSON: () => PERSON })],
    ['a string', () => PERSON],
  ])('writes nothing personal that hides in %s', (_where, make) => {
    const { logger, text, lines } = collect();
    logger.error('it failed', make());
    expect(lines()).toHaveLength(1);
    expect(text()).not.toContain(PERSON);
    expect(text()).not.toContain('Petrov');
    expect(text()).not.toContain(PHONE);
  });

  it('ends with a cause that is its own cause', () => {
    const { logger, lines } = collect();
    const error = new Error('round');
    error.cause = error;
    logger.error('it failed', error);
    expect(lines()).toHaveLength(1);
  });

  it('drops what is no primitive, cuts what is long, and masks fields by name', () => {
    const { logger, lines, text } = collect();
    const fields = {
      guest: { fullName: PERSON },
      picture: Buffer.from(PERSON),
      note: 'x'.repeat(2_000),
      phone: PHONE,
      appSecret: 'k',
      Authorization: 'Bearer t',
    } as unknown as LogFields;
    logger.warn('odd', fields);
    expect(lines()[0]).toMatchObject({ phone: '[redacted]', appSecret: '[redacted]', Authorization: '[redacted]' });
    expect(lines()[0]).not.toHaveProperty('guest');
    expect(lines()[0]).not.toHaveProperty('picture');
    expect(text().length).toBeLessThan(1_000);
    expect(text()).not.toContain(PERSON);
  });

  it('keeps the chatter of the framework at debug and its words out of the log', () => {
    const quiet = collect();
    new NestLogger(quiet.logger).log('Mapped {/visits, POST} route', 'RouterExplorer');
    expect(quiet.lines()).toEqual([]);
    const { logger, lines, text } = collect('debug');
    const nest = new NestLogger(logger);
    nest.log('started', 'NestFactory');
    nest.warn(`odd ${PERSON}`, 'Injector');
    nest.error(`failed for ${PERSON}`, `Error: ${PERSON}\n    at ${PERSON}`, 'ExceptionsHandler');
    expect(lines().map(({ level, part }) => [level, part])).toEqual([
      ['debug', 'NestFactory'],
      ['warn', 'Injector'],
      ['error', 'ExceptionsHandler'],
    ]);
    expect(text()).not.toContain(PERSON);
  });
});

function parseFailure(): unknown {
  try {
    return JSON.parse(`{"fullName": ${PERSON}}`);
  } catch (error) {
    return error;
  }
}
