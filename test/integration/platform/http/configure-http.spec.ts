import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { currentContext } from '../../../../src/platform/context/request-context.js';
import { AppError } from '../../../../src/platform/errors/app-error.js';
import { BoolField, InstantField, NestedField, TextField } from '../../../../src/platform/http/fields.js';
import { IdParam } from '../../../../src/platform/http/id-param.js';
import { PageQuery } from '../../../../src/platform/http/page.js';
import { Answers, Creates, Public, Require } from '../../../../src/platform/http/policy.js';
import { registerProblemTexts } from '../../../../src/platform/http/problem-texts.js';
import { AcceptsUpload, readUpload } from '../../../../src/platform/http/upload.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { type HttpApp, startHttpApp } from './http-app.js';

class GuestPart {
  @TextField({ max: 200 })
  fullName!: string;
}
class ThingRequest {
  @NestedField(() => GuestPart)
  guest!: GuestPart;
  @InstantField()
  validTo!: Date;
  @BoolField({ optional: true })
  consent?: boolean;
}
class ThingQuery extends PageQuery {
  @BoolField({ optional: true })
  dryRun?: boolean;
}
class ThingResponse {
  @TextField({ max: 50 })
  id!: string;
}

class LevelMissingError extends AppError {
  readonly code = 'TEST_LEVEL_MISSING';
  readonly kind = 'refused';
  readonly retry = 'never';
}
class BusyError extends AppError {
  readonly code = 'TEST_BUSY';
  readonly kind = 'unavailable';
  readonly retry = 'retry';
}
registerProblemTexts({
  TEST_LEVEL_MISSING: { en: 'No level {level}.', ru: 'Нет уровня {level}.' },
  TEST_BUSY: { en: 'Busy.', ru: 'Занято.' },
});

@Controller('things')
class ThingController {
  @Get()
  @Require('things.read')
  list(@Query() query: ThingQuery): unknown {
    return { limit: query.limit, dryRun: query.dryRun ?? null };
  }
  @Get('context')
  @Require('things.read')
  context(): unknown {
    const { actor, traceId, language, remoteAddress } = currentContext();
    return { actor, traceId, language, remoteAddress };
  }
  @Get('open')
  @Public()
  open(): unknown {
    return { open: true };
  }
  @Get('failing/:how')
  @Public()
  failing(@Param('how') how: string): unknown {
    if (how === 'refused') throw new LevelMissingError('internal words', { level: 7 });
    if (how === 'busy') throw new BusyError('internal words', { retryAfterSeconds: 17.2 });
    if (how === 'outage') throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.9'), { code: 'ECONNREFUSED' });
    throw new Error('SELECT secret FROM users');
  }
  @Get(':id')
  @Require('things.read')
  one(@IdParam() id: string): unknown {
    return { id };
  }
  @Post()
  @Require('things.write')
  @Creates(({ id }: ThingResponse) => `/things/${id}`)
  @Answers(ThingResponse)
  create(@Body() body: ThingRequest): unknown {
    return { id: 'made', isDate: body.validTo instanceof Date, actor: currentContext().actor.id };
  }
  @Post('act')
  @Require('things.write')
  act(): unknown {
    return { done: true };
  }
  @Put('photo')
  @Require('things.write')
  @AcceptsUpload()
  async photo(@Req() request: FastifyRequest): Promise<unknown> {
    return { bytes: (await readUpload(request, 'photo', 1_000)).length };
  }
}

@Controller('strays')
class StrayController {
  @Get()
  list(): unknown {
    return {};
  }
  @Get('odd')
  @Require('things.unknown')
  odd(): unknown {
    return {};
  }
}

const ADMIN = { authorization: 'Bearer admin' };
const JSON_TYPE = { 'content-type': 'application/json' };
const body = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { ...ADMIN, ...JSON_TYPE },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});

describe('the HTTP layer on a real server', () => {
  let database: TestDatabase;
  let app: HttpApp;
  beforeAll(async () => {
    database = await openTestDatabase();
    app = await startHttpApp(database, { controllers: [ThingController] });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const call = (path: string, init?: RequestInit): Promise<Response> => fetch(`${app.url}${path}`, init);
  async function problem(path: string, init?: RequestInit): Promise<Record<string, unknown>> {
    const response = await call(path, init);
    const text = await response.text();
    expect({ type: response.headers.get('content-type'), text }).toMatchObject({
      type: 'application/problem+json; charset=utf-8',
    });
    const answer = JSON.parse(text) as Record<string, unknown>;
    expect(answer['status']).toBe(response.status);
    expect(answer['traceId']).toBe(response.headers.get('x-trace-id'));
    expect(Object.keys(answer)).toEqual(
      expect.arrayContaining(['type', 'title', 'status', 'detail', 'code', 'traceId']),
    );
    return answer;
  }

  describe('input', () => {
    const good = { guest: { fullName: 'Ann' }, validTo: '2026-11-20T09:00:00Z' };

    it('answers 201 with Location for what is made, 200 for an act', async () => {
      const made = await call('/api/v1/things', body(good));
      expect([made.status, made.headers.get('location')]).toEqual([201, '/api/v1/things/made']);
      expect(await made.json()).toEqual({ id: 'made', isDate: true, actor: 'admin' });
      const act = await call('/api/v1/things/act', { method: 'POST', headers: ADMIN });
      expect([act.status, act.headers.get('location')]).toEqual([200, null]);
    });

    it('takes an empty body with a JSON content type as none', async () => {
      expect((await call('/api/v1/things/act', { ...body(''), body: '' })).status).toBe(200);
    });

    it.each<[string, unknown, [string, string][]]>([
      [
        'nothing',
        {},
        [
          ['/guest', 'isNotEmpty'],
          ['/validTo', 'isNotEmpty'],
        ],
      ],
      ['an empty name', { ...good, guest: { fullName: ' ' } }, [['/guest/fullName', 'isNotEmpty']]],
      ['an unknown field', { ...good, guest: { fullName: 'Ann', 'a/b~c': 1 } }, [['/guest/a~1b~0c', 'unknownField']]],
      ['no offset', { ...good, validTo: '2026-11-20T09:00:00' }, [['/validTo', 'isInstantWithOffset']]],
      ['text for a boolean', { ...good, consent: 'true' }, [['/consent', 'isBoolean']]],
      ['a list', [good], [['', 'isObject']]],
      ['a number', 7, [['', 'isObject']]],
      ['null', 'null', [['', 'isObject']]],
      [
        'names of Object.prototype',
        { ...good, hasOwnProperty: 1, guest: { fullName: 'Ann', constructor: 'x' } },
        [
          ['/hasOwnProperty', 'unknownField'],
          ['/guest/constructor', 'unknownField'],
        ],
      ],
    ])('%s is 400 with pointers', async (_, value, faults) => {
      const answer = await problem('/api/v1/things', body(value));
      expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
      const errors = answer['errors'] as { pointer: string; code: string; detail: string }[];
      expect(errors.map(({ pointer, code }) => [pointer, code]).sort()).toEqual([...faults].sort());
      expect(errors.every(({ detail }) => detail.length > 0)).toBe(true);
    });

    it('refuses nesting that would exhaust the stack', async () => {
      const answer = await problem('/api/v1/things', body(`{"guest":${'['.repeat(200_000)}${']'.repeat(200_000)}}`));
      expect(answer).toMatchObject({
        status: 400,
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/guest', code: 'isObject' })]),
      });
    });

    it('names at most a hundred faults', async () => {
      const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, 1]));
      expect((await problem('/api/v1/things', body(many)))['errors']).toHaveLength(100);
    });

    it.each([
      ['broken JSON', '{"guest":', 400],
      ['a prototype', '{"__proto__":{"admin":true}}', 400],
      ['a constructor with a prototype', '{"constructor":{"prototype":{"admin":true}}}', 400],
      ['more than a megabyte', `{"guest":"${'x'.repeat(1_100_000)}"}`, 413],
    ])('%s is refused', async (_, text, status) => {
      expect((await problem('/api/v1/things', body(text))).status).toBe(status);
    });

    it('reads and refuses query parameters', async () => {
      const read = await call('/api/v1/things?limit=7&dryRun=true', { headers: ADMIN });
      expect(await read.json()).toEqual({ limit: 7, dryRun: true });
      expect(await (await call('/api/v1/things', { headers: ADMIN })).json()).toEqual({ limit: 50, dryRun: null });
      const refused = await problem('/api/v1/things?limit=201&other=1&dryRun=1&__proto__=x', { headers: ADMIN });
      expect(refused).toMatchObject({ status: 400 });
      const twice = await problem('/api/v1/things?limit=1&limit=2&nope=1', { headers: ADMIN });
      expect(twice['errors']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ pointer: '/limit', code: 'isInt' }),
          expect.objectContaining({ pointer: '/nope', code: 'unknownField' }),
        ]),
      );
    });

    it('an id that cannot be ours is not there', async () => {
      expect(await problem('/api/v1/things/1', { headers: ADMIN })).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'image/png', 'application/jsonx'])(
      '%s is 415 where JSON is meant',
      async (type) => {
        const init = { method: 'POST', headers: { ...ADMIN, 'content-type': type }, body: 'a=1' };
        expect(await problem('/api/v1/things', init)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
      },
    );

    it('says which methods a path has, and 404 for paths it does not know', async () => {
      const response = await call('/api/v1/things', { method: 'DELETE', headers: ADMIN });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
      expect(await problem('/api/v1/things', { method: 'DELETE' })).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
      expect(await problem('/nowhere')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(await problem('/api/v1/%zz')).toMatchObject({ status: 400 });
    });
  });

  describe('uploads', () => {
    const photo = (body: FormData | Uint8Array | string, headers: Record<string, string> = {}): Promise<Response> =>
      call('/api/v1/things/photo', { method: 'PUT', body, headers: { ...ADMIN, ...headers } });
    const form = (name: string, bytes: number): FormData => {
      const data = new FormData();
      data.append(name, new Blob([new Uint8Array(bytes)]), 'face.jpg');
      return data;
    };

    it('takes a form field or the raw bytes', async () => {
      expect(await (await photo(form('photo', 900))).json()).toEqual({ bytes: 900 });
      const raw = await photo(new Uint8Array(1_000), { 'content-type': 'image/jpeg' });
      expect(await raw.json()).toEqual({ bytes: 1_000 });
    });

    it('refuses what is too large, absent or of another kind', async () => {
      expect((await photo(form('photo', 1_001))).status).toBe(413);
      const headers = { 'content-type': 'image/png' };
      expect((await photo(new Uint8Array(1_001), headers)).status).toBe(413);
      expect((await photo(form('other', 10))).status).toBe(400);
      expect((await photo(new Uint8Array(0), headers)).status).toBe(400);
      expect((await photo('x', { 'content-type': 'application/pdf' })).status).toBe(415);
    });
  });

  describe('problems', () => {
    it('speak the language that is asked for', async () => {
      const russian = { headers: { 'accept-language': 'en;q=0.3, ru-RU;q=0.8' } };
      expect(await problem('/api/v1/things/failing/refused', russian)).toMatchObject({
        status: 422,
        code: 'TEST_LEVEL_MISSING',
        type: 'urn:vestibule:problem:TEST_LEVEL_MISSING',
        title: 'Отклонено',
        detail: 'Нет уровня 7.',
      });
      expect(await problem('/api/v1/things/failing/refused')).toMatchObject({ detail: 'No level 7.' });
      const answer = await problem('/api/v1/things', {
        ...body({}),
        headers: { ...ADMIN, ...JSON_TYPE, 'accept-language': 'ru' },
      });
      expect(answer['errors']).toContainEqual({ pointer: '/guest', code: 'isNotEmpty', detail: 'нужно указать' });
    });

    it('say when to come back', async () => {
      expect((await call('/api/v1/things/failing/busy')).headers.get('retry-after')).toBe('18');
      const outage = await call('/api/v1/things/failing/outage');
      expect([outage.status, outage.headers.get('retry-after')]).toEqual([503, '5']);
    });

    it('leak nothing of what nobody foresaw, and log it once with its trace', async () => {
      app.logger.lines.length = 0;
      const answer = await problem('/api/v1/things/failing/unforeseen');
      expect(answer).toMatchObject({ status: 500, code: 'INTERNAL' });
      expect(JSON.stringify(answer)).not.toContain('SELECT');
      expect(app.logger.lines.filter(({ event }) => event === 'request failed')).toEqual([
        expect.objectContaining({ level: 'error', fields: expect.objectContaining({ code: 'INTERNAL' }) }),
      ]);
    });
  });

  describe('trace and headers', () => {
    const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

    it.each(['/api/v1/things/open', '/api/v1/things/context', '/nowhere', '/api/v1/things/failing/x'])(
      '%s carries the trace that was sent',
      async (path) => {
        const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
        expect((await call(path, { headers })).headers.get('x-trace-id')).toBe(TRACE);
      },
    );

    it.each(['', 'nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `ff-${TRACE}-00f067aa0ba902b7-01`])(
      'a traceparent of "%s" starts a new trace',
      async (traceparent) => {
        const trace = (await call('/api/v1/things/open', { headers: { traceparent } })).headers.get('x-trace-id');
        expect(trace).toMatch(/^[0-9a-f]{32}$/);
        expect(trace).not.toBe(TRACE);
      },
    );

    it('a handler knows who calls, from where, and in which trace', async () => {
      const headers = { ...ADMIN, traceparent: `00-${TRACE}-00f067aa0ba902b7-01`, 'accept-language': 'ru' };
      expect(await (await call('/api/v1/things/context', { headers })).json()).toEqual({
        actor: { kind: 'user', id: 'admin', role: 'admin', email: null },
        traceId: TRACE,
        language: 'ru',
        remoteAddress: '127.0.0.1',
      });
    });

    it.each(['/api/v1/things/open', '/nowhere', '/api/v1/%zz'])('%s is protected by headers', async (path) => {
      const { headers } = await call(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    });
  });

  describe('policy', () => {
    it.each([
      ['no credentials', {}, 401],
      ['wrong credentials', { authorization: 'Bearer nobody' }, 401],
      ['another scheme', { authorization: 'Basic YTpi' }, 401],
      ['an endless token', { authorization: `Bearer ${'a'.repeat(600)}` }, 401],
      ['a role that may', { authorization: 'Bearer admin' }, 200],
      ['a role that may not', { authorization: 'Bearer auditor' }, 403],
      ['an unknown role', { authorization: 'Bearer constructor' }, 403],
      ['a key', { 'x-api-key': 'admin' }, 200],
      ['a cookie alone', { cookie: 'vestibule=admin' }, 403],
      ['a cookie and our header', { cookie: 'vestibule=admin', 'x-requested-with': 'vestibule' }, 200],
      [
        'a cookie from another site',
        { cookie: 'vestibule=admin', 'x-requested-with': 'x', 'sec-fetch-site': 'cross-site' },
        403,
      ],
    ])('%s', async (_, headers, status) => {
      expect(
        (await call('/api/v1/things/act', { method: 'POST', headers: headers as Record<string, string> })).status,
      ).toBe(status);
    });

    it('a cookie alone may read', async () => {
      expect((await call('/api/v1/things', { headers: { cookie: 'vestibule=admin' } })).status).toBe(200);
    });

    it('a key store that fails grants nothing and tells nothing', async () => {
      const answer = await problem('/api/v1/things', { headers: { authorization: 'Bearer broken' } });
      expect(answer).toMatchObject({ status: 500, code: 'INTERNAL' });
      expect(JSON.stringify(answer)).not.toContain('key store');
    });

    it('refuses to boot with a route nobody decided about, and names it', async () => {
      await expect(startHttpApp(database, { controllers: [ThingController, StrayController] })).rejects.toThrow(
        'StrayController.list: neither @Require nor @Public; StrayController.odd: no permission is called things.unknown',
      );
    });
  });

  describe('the contract', () => {
    it('is OpenAPI 3.1, with problems, credentials and idempotency keys', async () => {
      const problemResponse = { $ref: '#/components/responses/Problem' };
      const document: unknown = await (await call('/api/openapi.json')).json();
      expect(document).toMatchObject({
        openapi: '3.1.0',
        paths: {
          '/api/v1/things': {
            get: {
              security: [{ accessToken: [] }, { apiKey: [] }, { session: [] }],
              parameters: expect.arrayContaining(
                ['limit', 'cursor', 'dryRun'].map((name): unknown => expect.objectContaining({ name, in: 'query' })),
              ),
            },
            post: {
              parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
              responses: {
                201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingResponse' } } } },
                default: problemResponse,
              },
            },
          },
          '/api/v1/things/open': { get: { security: [] } },
          '/api/v1/things/act': { post: { responses: { 200: expect.anything(), default: problemResponse } } },
        },
        components: {
          schemas: {
            ThingRequest: {
              required: ['guest', 'validTo'],
              properties: { validTo: { type: 'string', format: 'date-time' } },
            },
            GuestPart: { properties: { fullName: { type: 'string', minLength: 1, maxLength: 200 } } },
          },
        },
      });
    });

    it('can be browsed with nothing but our own files', async () => {
      const page = await call('/api/docs');
      const html = await page.text();
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
      const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
      expect(files).toHaveLength(3);
      for (const path of files) {
        const file = await call(path);
        expect([path, file.status]).toEqual([path, 200]);
        await file.arrayBuffer();
      }
    });
  });
});
