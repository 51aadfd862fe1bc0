import { Body, Controller, Delete, HttpCode, Injectable, Patch, Post, Put, Req } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { UnitOfWork } from '../../../../src/platform/database/unit-of-work.js';
import { AppError } from '../../../../src/platform/errors/app-error.js';
import { TextField } from '../../../../src/platform/http/fields.js';
import { IdParam } from '../../../../src/platform/http/id-param.js';
import { IdempotencyStore } from '../../../../src/platform/http/idempotency/idempotency-store.js';
import { Creates, Public, Require } from '../../../../src/platform/http/policy.js';
import { AcceptsUpload, readUpload } from '../../../../src/platform/http/upload.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { type HttpApp, startHttpApp } from './http-app.js';

class NoteRequest {
  @TextField({ max: 200 })
  text!: string;
}
class NotNowError extends AppError {
  readonly code = 'TEST_NOT_NOW';
  readonly kind = 'conflict';
  readonly retry = 'never';
}
class DownError extends AppError {
  readonly code = 'TEST_DOWN';
  readonly kind = 'unavailable';
  readonly retry = 'retry';
}

/** How the world behaves for the next calls. */
@Injectable()
class Weather {
  refusal: AppError | null = null;
  afterCommit: (() => Promise<void>) | null = null;
  beforeCommit: (() => Promise<void>) | null = null;
}

@Controller('notes')
class NoteController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly weather: Weather,
  ) {}

  @Post()
  @Require('things.write')
  @Creates(({ id }: { id: string }) => `/notes/${id}`)
  create(@Body() { text }: NoteRequest): Promise<unknown> {
    return this.write(text);
  }
  @Put('upload')
  @Require('things.write')
  @AcceptsUpload()
  async upload(@Req() request: FastifyRequest): Promise<unknown> {
    return this.write((await readUpload(request, 'photo', 1_000)).toString());
  }
  @Patch(':id')
  @Require('things.write')
  change(@IdParam() id: string): Promise<unknown> {
    return this.write(id);
  }
  @Delete(':id')
  @Require('things.write')
  @HttpCode(204)
  async remove(@IdParam() id: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await tx.query('INSERT INTO notes (text) VALUES ($1)', [`removed ${id}`]);
    });
  }
  @Post('open')
  @Public()
  open(): Promise<unknown> {
    return this.write('open');
  }

  private async write(text: string): Promise<unknown> {
    const note = await this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<{ id: string }>('INSERT INTO notes (text) VALUES ($1) RETURNING id::text', [text]);
      await this.weather.beforeCommit?.();
      if (this.weather.refusal !== null) throw this.weather.refusal;
      return { id: row!.id, text, at: new Date('2026-06-10T08:00:00Z') };
    });
    // A second transaction of the same request leaves the key alone.
    await this.unitOfWork.run((tx) => tx.query('SELECT 1'));
    await this.weather.afterCommit?.();
    return note;
  }
}

const UUID = '019a9f6e-6f1c-7a52-8f4e-0123456789ab';

describe('idempotency keys', () => {
  let database: TestDatabase;
  let clock: ManualClock;
  let app: HttpApp;
  let weather: Weather;

  const start = (): Promise<HttpApp> =>
    startHttpApp(
      database,
      {
        controllers: [NoteController],
        providers: [Weather],
      },
      {},
      clock,
    );

  beforeEach(async () => {
    database = await openTestDatabase();
    await database.dataSource.query('CREATE TABLE notes (id bigserial PRIMARY KEY, text text NOT NULL)');
    clock = new ManualClock();
    app = await start();
    weather = app.nest.get(Weather);
  });
  afterEach(async () => {
    await app.close();
    await database.close();
  });

  interface Sent {
    readonly key?: string;
    readonly who?: string;
    readonly text?: string;
    readonly method?: string;
    readonly path?: string;
    readonly to?: HttpApp;
  }
  function send({ key, who = 'admin', text = 'hello', method = 'POST', path = '', to = app }: Sent): Promise<Response> {
    return fetch(`${to.url}/api/v1/notes${path}`, {
      method,
      headers: {
        authorization: `Bearer ${who}`,
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(method === 'POST' && path === '' && { body: JSON.stringify({ text }) }),
    });
  }
  const notes = async (): Promise<number> => {
    const rows = await database.dataSource.query<{ count: string }[]>('SELECT count(*) FROM notes');
    return Number(rows[0]?.count);
  };

  it('gives the first answer again, byte for byte, with its status and Location', async () => {
    const first = await send({ key: 'k' });
    const again = await send({ key: 'k' });
    expect([again.status, again.headers.get('location')]).toEqual([201, first.headers.get('location')]);
    expect(await again.text()).toBe(await first.text());
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await notes()).toBe(1);
  });

  it('works without a body too', async () => {
    const remove = { key: 'k', method: 'DELETE', path: `/${UUID}` };
    expect([(await send(remove)).status, (await send(remove)).status]).toEqual([204, 204]);
    expect(await notes()).toBe(1);
  });

  it('a body that means the same is the same; another is refused', async () => {
    await send({ key: 'k' });
    const spaced = await fetch(`${app.url}/api/v1/notes`, {
      method: 'POST',
      headers: { authorization: 'Bearer admin', 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: '{ "text" : "hello" }',
    });
    expect(spaced.status).toBe(201);
    const other = await send({ key: 'k', text: 'other' });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await notes()).toBe(1);
  });

  it('belongs to one caller, one route and one thing', async () => {
    await send({ key: 'k' });
    await send({ key: 'k', who: 'admin-2' });
    await send({ key: 'k', method: 'PATCH', path: `/${UUID}` });
    await send({ key: 'k', method: 'PATCH', path: `/${UUID.replace('0', '1')}` });
    expect(await notes()).toBe(4);
  });

  it.each(['', ' ', 'ключ', 'a b', 'x'.repeat(256)])('"%s" is no key', async (key) => {
    const response = await fetch(`${app.url}/api/v1/notes`, {
      method: 'POST',
      headers: new Headers([
        ['authorization', 'Bearer admin'],
        ['content-type', 'application/json'],
        ['idempotency-key', Buffer.from(key).toString('latin1')],
      ]),
      body: '{"text":"hello"}',
    });
    expect(response.status).toBe(400);
    expect(await notes()).toBe(0);
  });

  it('a hundred copies at once have one effect, over two processes', async () => {
    const other = await start();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => send({ key: 'k', to: index % 2 === 0 ? app : other })),
    );
    await other.close();
    const statuses = answers.map(({ status }) => status);
    expect(await notes()).toBe(1);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    const made = await Promise.all(answers.filter(({ status }) => status === 201).map((answer) => answer.text()));
    expect(new Set(made).size).toBe(1);
    const running = answers.filter(({ status }) => status === 409);
    expect(running.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    expect((await send({ key: 'k' })).status).toBe(201);
  });

  it('says that the first one is still running', async () => {
    let release: () => void = () => undefined;
    const isInside = new Promise<void>((entered) => {
      weather.beforeCommit = () => {
        weather.beforeCommit = null;
        entered();
        return new Promise((resolve) => (release = resolve));
      };
    });
    const first = send({ key: 'k' });
    await isInside;
    const second = await send({ key: 'k' });
    expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([409, 'REQUEST_RUNNING']);
    release();
    expect((await first).status).toBe(201);
    expect(await notes()).toBe(1);
  });

  it('a process that dies between effect and answer has done it: the next one gives the answer', async () => {
    const isCommitted = new Promise<void>((committed) => {
      weather.afterCommit = () => {
        committed();
        return new Promise(() => undefined);
      };
    });
    const lost = send({ key: 'k' }).catch(() => 'cut off');
    await isCommitted;
    app.nest.getHttpServer().closeAllConnections();
    expect(await lost).toBe('cut off');
    const successor = await start();
    const again = await send({ key: 'k', to: successor });
    expect([again.status, again.headers.get('location')]).toEqual([201, '/api/v1/notes/1']);
    expect(await notes()).toBe(1);
    await successor.close();
  });

  it('a process that dies before the commit has done nothing, and its key is free', async () => {
    const isInside = new Promise<void>((entered) => {
      weather.beforeCommit = () => {
        entered();
        return new Promise((_resolve, reject) => setTimeout(() => reject(new Error('killed')), 200));
      };
    });
    const lost = send({ key: 'k' });
    await isInside;
    // The server cuts its session, as it does for a process that is gone.
    await database.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
       AND state = 'idle in transaction' AND pid <> pg_backend_pid()`,
    );
    expect((await lost).status).toBeGreaterThanOrEqual(500);
    weather.beforeCommit = null;
    expect((await send({ key: 'k' })).status).toBe(201);
    expect(await notes()).toBe(1);
  });

  it('keeps refusals, but neither failures of ours nor wrong credentials', async () => {
    weather.refusal = new NotNowError('not now');
    const refused = await send({ key: 'refused' });
    weather.refusal = new DownError('down');
    expect((await send({ key: 'down' })).status).toBe(503);
    expect((await send({ key: 'who', who: 'nobody' })).status).toBe(401);
    weather.refusal = null;
    const again = await send({ key: 'refused' });
    expect([refused.status, again.status]).toEqual([409, 409]);
    expect(again.headers.get('content-type')).toContain('application/problem+json');
    expect(await again.json()).toEqual(await refused.json());
    expect((await send({ key: 'down' })).status).toBe(201);
    expect((await send({ key: 'who' })).status).toBe(201);
  });

  it('keeps a wrong shape too', async () => {
    expect((await send({ key: 'k', text: '' })).status).toBe(400);
    const again = await send({ key: 'k', text: '' });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([400, 'true']);
  });

  it('is compared by the bytes of an upload', async () => {
    const put = (bytes: string): Promise<Response> =>
      fetch(`${app.url}/api/v1/notes/upload`, {
        method: 'PUT',
        headers: { authorization: 'Bearer admin', 'content-type': 'image/png', 'idempotency-key': 'k' },
        body: bytes,
      });
    expect([(await put('one')).status, (await put('one')).status, (await put('two')).status]).toEqual([200, 200, 422]);
    expect(await notes()).toBe(1);
  });

  it('means nothing on a public route', async () => {
    await send({ key: 'k', path: '/open' });
    await send({ key: 'k', path: '/open' });
    expect(await notes()).toBe(2);
  });

  it('is forgotten after a day, and swept', async () => {
    await send({ key: 'k' });
    await clock.advance(24 * 3_600_000 - 1);
    await send({ key: 'k' });
    expect(await notes()).toBe(1);
    await clock.advance(1);
    await send({ key: 'k' });
    expect(await notes()).toBe(2);
    await clock.advance(24 * 3_600_000);
    await app.nest.get(UnitOfWork).run((tx) => app.nest.get(IdempotencyStore).forgetExpired(tx, clock.now()));
    expect(await database.dataSource.query('SELECT id FROM idempotency_keys')).toEqual([]);
  });

  it('keeps nothing readable', async () => {
    await send({ key: 'my-key', text: 'a secret of the guest' });
    const rows = JSON.stringify(await database.dataSource.query('SELECT row_to_json(k)::text FROM idempotency_keys k'));
    const inHex = Buffer.from('secret of the guest').toString('hex');
    for (const text of ['secret', inHex, 'my-key']) expect(rows).not.toContain(text);
  });
});
