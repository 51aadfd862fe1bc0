import { announce } from '../../support/visit-steps.js';
import {
  ADD_SERVER,
  ANNOUNCE,
  type BodyRoute,
  changeOf,
  changeOfServer,
  changeOfUser,
  DOOR,
  LOG_IN,
  MAKE_KEY,
  MAKE_USER,
  OPEN_DOOR,
  withValue,
} from './support/bodies.js';
import { type ContractWorld, makeUser, openContractWorld } from './support/contract-world.js';
import { expectProblem } from './support/problem.js';
import { sendRaw } from './support/send-raw.js';
import { tracesIn } from './support/traces.js';
import { untilKnown } from './support/until-known.js';
import { nameOf, wrongValuesOf } from './support/wrong-values.js';

/** Stand for ids that exist only once the product runs. */
const OPEN_VISIT = 'open-visit';
const SOMEBODY = 'somebody';
const OUR_SERVER = 'our-server';

const ROUTES: readonly BodyRoute[] = [
  ANNOUNCE,
  changeOf(OPEN_VISIT),
  DOOR,
  OPEN_DOOR,
  MAKE_USER,
  changeOfUser(SOMEBODY),
  MAKE_KEY,
  LOG_IN,
  ADD_SERVER,
  changeOfServer(OUR_SERVER),
];

const CASES = ROUTES.flatMap((route) =>
  Object.entries(route.fields).map(([pointer, rule]) => ({ route, pointer, wrong: wrongValuesOf(rule) })),
);

describe('fields with wrong values', () => {
  let world: ContractWorld;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    world = await openContractWorld();
    ids[OPEN_VISIT] = (await announce(world.admin)).id;
    ids[SOMEBODY] = await makeUser(world.admin, 'somebody.else@example.com', 'auditor');
    const { body } = await world.admin.get<{ items: { id: string }[] }>('/hikcentral-servers');
    ids[OUR_SERVER] = body.items[0]!.id;
    await untilKnown(world, 1);
  });
  afterAll(() => world.close());

  async function send({ method, path }: BodyRoute, body: unknown) {
    const url = `/api/v1${Object.entries(ids).reduce((made, [name, id]) => made.replace(name, id), path)}`;
    const headers = { 'content-type': 'application/json', authorization: world.admin.authorization };
    return sendRaw(world.baseUrl, { method, path: url, headers, body: JSON.stringify(body) });
  }

  it('are many', () => {
    expect(CASES.reduce((sum, { wrong }) => sum + wrong.length, 0)).toBeGreaterThan(500);
  });

  it.each(CASES)('$route.method $route.path refuses them at $pointer', async ({ route, pointer, wrong }) => {
    const before = await tracesIn(world.vestibule);
    for (const value of wrong) {
      const answer = await send(route, withValue(route.body(), pointer, value));
      const problem = expectProblem(answer);
      const seen = { value: nameOf(value), status: answer.status, code: problem.code };
      expect(seen).toEqual({ value: nameOf(value), status: 400, code: 'INVALID_INPUT' });
      const pointers = (problem.errors ?? []).map((fault) => fault.pointer);
      expect({ value: nameOf(value), pointers }).toEqual({
        value: nameOf(value),
        pointers: expect.arrayContaining([expect.stringMatching(new RegExp(`^${pointer}(/|$)`))]),
      });
    }
    expect(await tracesIn(world.vestibule)).toEqual(before);
  });

  it.each(ROUTES)('$method $path knows no field but its own', async (route) => {
    const before = await tracesIn(world.vestibule);
    for (const name of ['colour', 'id', 'version', 'constructor2', 'a/b', 'a~b', '', 'toString', 'hasOwnProperty']) {
      const answer = await send(route, { ...route.body(), [name]: 'x' });
      const problem = expectProblem(answer);
      expect({ name, status: answer.status }).toEqual({ name, status: 400 });
      const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      expect(problem.errors).toContainEqual(expect.objectContaining({ pointer, code: 'unknownField' }));
    }
    expect(await tracesIn(world.vestibule)).toEqual(before);
  });
});
