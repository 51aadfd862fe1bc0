import { type FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.js';
import { type SimulatorControl, type WalkRequest } from './control.js';
import {
  DOOR_BODY,
  type DoorBody,
  FAULT_BODY,
  LIMIT_BODY,
  type LimitBody,
  OPERATOR_BODY,
  type OperatorBody,
  SERVER_BODY,
  type ServerBody,
  WALK_BODY,
} from './control-schemas.js';
import { type Fault } from './fault-kinds.js';

/** The control API: unsigned, so it is registered on loopback addresses only. */
export async function registerControl(app: FastifyInstance, control: SimulatorControl): Promise<void> {
  await app.register(
    (scope, _options, done) => {
      scope.setErrorHandler((error, _request, reply) => {
        if (error instanceof Refusal) return reply.code(404).send({ error: error.message });
        const { statusCode = 500, message } = error as { statusCode?: number; message: string };
        return reply.code(statusCode).send({ error: message });
      });
      addWorldRoutes(scope, control);
      addTroubleRoutes(scope, control);
      done();
    },
    { prefix: '/control' },
  );
}

function addWorldRoutes(scope: FastifyInstance, control: SimulatorControl): void {
  scope.get('/health', () => ({ status: 'ok' }));
  scope.get('/state', () => control.snapshot());
  scope.get<{ Params: { personCode: string } }>('/persons/:personCode', ({ params }) =>
    control.whereabouts(params.personCode),
  );
  scope.get('/history', () => ({
    arrivals: control.arrivals(),
    effects: control.effects(),
    callsByPath: control.callsByPath(),
    foreignChanges: control.foreignChanges(),
  }));
  scope.post<{ Body: WalkRequest }>('/walk', { schema: { body: WALK_BODY } }, ({ body }) => control.walk(body));
  scope.post<{ Body: OperatorBody }>('/operator', { schema: { body: OPERATOR_BODY } }, async ({ body }, reply) => {
    const answer = await control.asOperator(body.path, body.body ?? {});
    return reply.headers({ ...answer.headers }).send(answer.body);
  });
}

function addTroubleRoutes(scope: FastifyInstance, control: SimulatorControl): void {
  scope.get('/faults', () => control.faults.list());
  scope.post<{ Body: Fault }>('/faults', { schema: { body: FAULT_BODY } }, ({ body }) => ({
    id: control.faults.add(body),
  }));
  scope.delete('/faults', (_request, reply) => {
    control.faults.clear();
    return reply.code(204).send();
  });
  scope.delete<{ Params: { id: string } }>('/faults/:id', ({ params }, reply) =>
    reply.code(control.faults.remove(Number(params.id)) ? 204 : 404).send(),
  );
  scope.post<{ Params: { id: string }; Body: DoorBody }>('/doors/:id', { schema: { body: DOOR_BODY } }, (request) => {
    const { online, clockOffsetMs, applicationFault } = request.body;
    const { id } = request.params;
    control.setDoor(id, {
      ...(online !== undefined && { isOnline: online }),
      ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    });
    if (applicationFault !== undefined) control.failApplications(id, applicationFault);
    return control.snapshot().doors.find(({ doorIndexCode }) => doorIndexCode === id);
  });
  scope.post<{ Body: LimitBody }>('/limit', { schema: { body: LIMIT_BODY } }, ({ body }) => {
    control.setLimit(body);
    return control.limit();
  });
  scope.post<{ Body: ServerBody }>('/server', { schema: { body: SERVER_BODY } }, ({ body }, reply) => {
    const { down, forMs, clockOffsetMs } = body;
    if (clockOffsetMs !== undefined) control.setServerClockOffset(clockOffsetMs);
    // Answered first: going down as "refused" takes this very connection along.
    reply.raw.once('finish', () => {
      if (down === null) void control.comeUp();
      else if (down !== undefined) void control.goDown(down, forMs);
    });
    return reply.code(202).send({ status: 'accepted' });
  });
}
