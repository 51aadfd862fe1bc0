import { createRequire } from 'node:module';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';
import { type ContractWorld, openContractWorld } from './support/contract-world.js';
import { sendRaw } from './support/send-raw.js';
import { type Document, operationsOf, refsIn, resolve } from './support/document.js';

/** What the contract has for one guest's visit: method, path, status of success. */
const PATHS: readonly (readonly [method: string, path: string, status: string])[] = [
  ['post', '/auth/login', '200'],
  ['post', '/auth/refresh', '200'],
  ['post', '/auth/logout', '200'],
  ['get', '/me', '200'],
  ['get', '/users', '200'],
  ['post', '/users', '201'],
  ['patch', '/users/{id}', '200'],
  ['get', '/api-keys', '200'],
  ['post', '/api-keys', '201'],
  ['delete', '/api-keys/{id}', '204'],
  ['get', '/hikcentral-servers', '200'],
  ['post', '/hikcentral-servers', '201'],
  ['patch', '/hikcentral-servers/{id}', '200'],
  ['delete', '/hikcentral-servers/{id}', '204'],
  ['post', '/hikcentral-servers/{id}/test', '200'],
  ['post', '/visits', '201'],
  ['get', '/visits', '200'],
  ['get', '/visits/{id}', '200'],
  ['patch', '/visits/{id}', '200'],
  ['put', '/visits/{id}/photo', '200'],
  ['get', '/visits/{id}/photo', '200'],
  ['delete', '/visits/{id}/photo', '200'],
  ['post', '/visits/{id}/cancel', '200'],
  ['post', '/visits/{id}/check-in', '200'],
  ['post', '/visits/{id}/check-out', '200'],
  ['get', '/visits/{id}/timeline', '200'],
  ['get', '/visits/{id}/readiness', '200'],
  ['get', '/guests/{id}', '200'],
  ['post', '/guests/{id}/merge', '200'],
  ['get', '/incidents', '200'],
  ['get', '/incidents/{id}', '200'],
  ['post', '/incidents/{id}/take', '200'],
  ['post', '/incidents/{id}/close', '200'],
  ['get', '/access-levels', '200'],
  ['get', '/cardholders', '200'],
  ['get', '/cardholders/{id}', '200'],
  ['get', '/cardholders/{id}/levels', '200'],
  ['post', '/cardholders/{id}/reconcile', '202'],
  ['post', '/cardholders/{id}/revoke', '202'],
  ['post', '/cardholders/{id}/resume', '202'],
  ['post', '/hikcentral-servers/{id}/adopt', '200'],
  ['post', '/hikcentral-servers/{id}/disable', '202'],
  ['post', '/hikcentral-servers/{id}/enable', '202'],
  ['post', '/cardholders/{id}/restore', '202'],
  ['post', '/drift-checks', '202'],
  ['get', '/drift-checks/{id}', '200'],
  ['post', '/hikcentral/events/{serverId}', '200'],
  ['get', '/passages', '200'],
  ['get', '/passages/watermark', '200'],
  ['get', '/on-site', '200'],
  ['get', '/on-site.csv', '200'],
  ['get', '/on-site.html', '200'],
  ['get', '/stats', '200'],
  ['get', '/live', '200'],
  ['get', '/doors', '200'],
  ['put', '/doors/{id}', '200'],
];

/** The validator of JSON Schema 2020-12 that Fastify brings. */
const fromFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const fromCompiler = createRequire(fromFastify.resolve('@fastify/ajv-compiler'));
const Ajv = (fromCompiler('ajv/dist/2020.js') as { default: new (options: object) => Validator }).default;

interface Validator {
  readonly errors?: unknown;
  addFormat(name: string, format: true): void;
  addSchema(schema: object, key: string): void;
  validate(schema: object, value: unknown): boolean;
  validateSchema(schema: object): boolean;
}

describe('the OpenAPI document', () => {
  let world: ContractWorld;
  let document: Document;
  let ajv: Validator;

  beforeAll(async () => {
    world = await openContractWorld();
    document = (await (await fetch(`${world.baseUrl}/api/openapi.json`)).json()) as Document;
    ajv = new Ajv({ strict: false, allErrors: true });
    for (const format of ['uuid', 'date-time', 'email', 'uri-reference', 'binary', 'password']) {
      ajv.addFormat(format, true);
    }
    ajv.addSchema(document, 'document');
  });
  afterAll(() => world.close());

  it('is 3.1, and whole: no reference points nowhere', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    for (const reference of refsIn(document))
      expect([reference, resolve(document, reference)]).not.toContain(undefined);
  });

  it('has schemas of JSON Schema 2020-12, without words of older versions', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect([name, ajv.validateSchema(schema), ajv.errors ?? null]).toEqual([name, true, null]);
    }
    expect(JSON.stringify(document)).not.toMatch(/"nullable"|"exclusiveMinimum":true/);
  });

  it('has the calls of the contract, each with its status', () => {
    const documented = operationsOf(document).map(({ method, path, operation }) => [
      method,
      path.replace('/api/v1', ''),
      Object.keys(operation.responses)
        .filter((status) => /^2/.test(status))
        .join(),
    ]);
    expect(documented).toEqual(expect.arrayContaining(PATHS.map((call) => [...call])));
  });

  it('has every operation once, with its parameters, its policy and its refusals', () => {
    const operations = operationsOf(document);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { method, path, operation } of operations) {
      const parameters = (operation.parameters ?? []).map((one) => ('$ref' in one ? resolve(document, one.$ref) : one));
      const inPath = parameters.filter((one) => (one as { in: string }).in === 'path');
      expect([path, inPath.map((one) => (one as { name: string }).name)]).toEqual([
        path,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      ]);
      expect(operation.security).toBeDefined();
      expect('x-permission' in operation).not.toBe('x-public' in operation);
      expect(operation.responses['default']).toEqual({ $ref: '#/components/responses/Problem' });
      for (const [status, answer] of Object.entries(operation.responses)) {
        if ('$ref' in answer) continue;
        expect([method, path, answer.description]).not.toContain('');
        const hasContent = Object.keys(answer.content ?? {}).length > 0;
        expect([method, path, status, hasContent]).toEqual([method, path, status, status !== '204']);
        expect([path, 'Location' in (answer.headers ?? {})]).toEqual([path, status === '201']);
      }
    }
  });

  it('names the codes of problems and of faults', () => {
    const { code, errors } = document.components.schemas['Problem']!.properties as unknown as ProblemProperties;
    expect(code.examples).toEqual(
      expect.arrayContaining(['INVALID_INPUT', 'VISIT_NOT_FOUND', 'LEVEL_UNKNOWN', 'VISIT_STALE', 'DOOR_NOT_FOUND']),
    );
    expect(errors.items.properties.code.examples).toEqual(
      expect.arrayContaining(['isNotEmpty', 'unknownField', 'isAfterValidFrom', 'unknownLevel']),
    );
  });

  it('says what is answered: every body fits its schema', async () => {
    const visit = await announce(world.admin);
    await putPhoto(world.admin, visit.id);
    await untilAccess(world.admin, visit.id, 'granted');
    const [cardholder] = (await world.admin.get<{ items: { id: string }[] }>('/cardholders')).body.items;
    const failed = await announce(world.admin, { guest: { fullName: 'Without Photo' } });
    const check = (await world.admin.post<{ id: string }>('/drift-checks?dryRun=true')).body;
    const things: Readonly<Record<string, readonly string[]>> = {
      '/visits/': [visit.id, failed.id],
      '/cardholders/': [cardholder?.id ?? ''],
      '/drift-checks/': [check.id],
      '/guests/': [(await world.admin.get<{ guest: { id: string } }>(`/visits/${visit.id}`)).body.guest.id],
      '/incidents/': [await raiseIncident(world, visit.id)],
    };
    for (const { method, path, operation } of operationsOf(document).filter((one) => one.method === 'get')) {
      const schema = operation.responses['200'];
      if (schema === undefined || '$ref' in schema || schema.content?.['application/json'] === undefined) continue;
      const idsOf = Object.entries(things).find(([part]) => path.includes(part))?.[1] ?? [''];
      for (const id of idsOf) {
        const { status, body } = await world.admin.get(path.replace('/api/v1', '').replace('{id}', id));
        const pointer = `document#/paths/${path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${method}/responses/200/content/application~1json/schema`;
        expect([path, status, ajv.validate({ $ref: pointer }, body), ajv.errors ?? null]).toEqual([
          path,
          200,
          true,
          null,
        ]);
      }
    }
  });

  it('is browsable, from files of ours alone', async () => {
    const page = await fetch(`${world.baseUrl}/api/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const sources = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? '');
    expect(sources.length).toBeGreaterThan(1);
    for (const path of sources) {
      const { status, text } = await sendRaw(world.baseUrl, { method: 'GET', path });
      expect([path, status, text.length > 0]).toEqual([path, 200, true]);
    }
  });
});

interface ProblemProperties {
  readonly code: { readonly examples: readonly string[] };
  readonly errors: {
    readonly items: { readonly properties: { readonly code: { readonly examples: readonly string[] } } };
  };
}

/** Somebody who has been inside for long: nothing at a door is needed for it. @returns the id */
async function raiseIncident({ vestibule }: ContractWorld, visitId: string): Promise<string> {
  const [incident] = await vestibule.database.dataSource.query<{ id: string }[]>(
    `INSERT INTO incidents (id, kind, about, occurred_at, guest_id, visit_id, raised_at)
     SELECT gen_random_uuid(), 'long_stay', id, now(), guest_id, id, now() FROM visits WHERE id = $1 RETURNING id`,
    [visitId],
  );
  return incident?.id ?? '';
}
