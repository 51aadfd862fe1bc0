import { Readable } from 'node:stream';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.js';
import { type ScenarioStage } from '../scenario/scenario-stage.js';
import { MAX_MISTAKES_TOLD, ScenarioError } from '../scenario/scenario.js';
import { type SimulatorControl } from './control.js';
import { type OperatorBody, type ServerBody, type VerbName, VERBS, VERB_NAMES } from './verbs.js';

/** A body that does not fit. */
class UnfitBody extends Error {}

/** The control API: unsigned, so it is registered on loopback addresses only. */
export async function registerControl(
  app: FastifyInstance,
  control: SimulatorControl,
  stage: ScenarioStage,
): Promise<void> {
  await app.register(
    (scope, _options, done) => {
      scope.setErrorHandler((error, _request, reply) => {
        const { statusCode = 500, message } = error as { statusCode?: number; message: string };
        return reply.code(statusOf(error) ?? statusCode).send({ error: message });
      });
      addViews(scope, control);
      addScenarioRoutes(scope, stage);
      addVerbs(scope, control);
      addFaultRoutes(scope, control);
      done();
    },
    { prefix: '/control' },
  );
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof UnfitBody || error instanceof ScenarioError) return 400;
  if (error instanceof Refusal) return error.code === '128' ? 404 : 409;
  return undefined;
}

function addViews(scope: FastifyInstance, control: SimulatorControl): void {
  scope.get('/health', () => ({ status: 'ok' }));
  scope.get('/state', () => control.snapshot());
  scope.get('/settings', () => control.settings());
  scope.get<{ Params: { personCode: string } }>('/persons/:personCode', ({ params }) =>
    control.whereabouts(params.personCode),
  );
  scope.get('/history', () => ({
    arrivals: control.arrivals(),
    effects: control.effects(),
    callsByPath: control.callsByPath(),
    foreignChanges: control.foreignChanges(),
    dropped: control.droppedHistory(),
  }));
  scope.get('/history.ndjson', (_request, reply) =>
    reply.type('application/x-ndjson').send(Readable.from(control.historyLines())),
  );
}

/** Every verb under its own name; three of them answer in a way of their own. */
function addVerbs(scope: FastifyInstance, control: SimulatorControl): void {
  for (const name of VERB_NAMES) {
    if (name === 'server' || name === 'operator') continue;
    scope.post(`/${name}`, async ({ body }, reply) => {
      const result = await run(name, control, body);
      return result === undefined ? reply.code(204).send() : reply.send(result);
    });
  }
  scope.post('/server', (request, reply) => takeDown(control, request, reply));
  scope.post('/operator', async ({ body }, reply) => {
    const { path, body: fields } = fitting('operator', body) as OperatorBody;
    const answer = await control.asOperator(path, fields ?? {});
    return reply.headers({ ...answer.headers }).send(answer.body);
  });
  scope.post<{ Params: { doorIndexCode: string } }>('/doors/:doorIndexCode', async ({ params, body }) => {
    await run('door', control, { ...(body as object), ...params });
    return control.snapshot().doors.find(({ doorIndexCode }) => doorIndexCode === params.doorIndexCode);
  });
}

function addScenarioRoutes(scope: FastifyInstance, stage: ScenarioStage): void {
  scope.get('/scenario', () => stage.report() ?? null);
  scope.post('/scenario', ({ body }, reply) => {
    stage.play(body);
    return reply.code(202).send(stage.report());
  });
}

function addFaultRoutes(scope: FastifyInstance, control: SimulatorControl): void {
  scope.get('/faults', () => control.faults.list());
  scope.delete('/faults', (_request, reply) => {
    control.faults.clear();
    return reply.code(204).send();
  });
  scope.delete<{ Params: { id: string } }>('/faults/:id', ({ params }, reply) =>
    reply.code(control.faults.remove(Number(params.id)) ? 204 : 404).send(),
  );
}

function takeDown(control: SimulatorControl, { body }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wanted = fitting('server', body) as ServerBody;
  // Answered first: going down as "refused" takes this very connection along.
  reply.raw.once('finish', () => void VERBS.server.run(control, wanted));
  return reply.code(202).send({ status: 'accepted' });
}

function run(name: VerbName, control: SimulatorControl, body: unknown): unknown {
  return VERBS[name].run(control, fitting(name, body) as never);
}

/** @throws UnfitBody naming every mistake */
function fitting(name: VerbName, body: unknown): unknown {
  const given = body ?? {};
  const mistakes = VERBS[name].shape(given, '');
  if (mistakes.length > 0) throw new UnfitBody(mistakes.slice(0, MAX_MISTAKES_TOLD).join('; '));
  return given;
}
