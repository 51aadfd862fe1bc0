import { CATALOGUE } from '../endpoints/catalogue.js';
import { type Profile } from '../endpoints/endpoint.js';
import { runFault } from '../control/fault-behaviours.js';
import { type CallBody, type CaughtCall } from '../control/fault-kinds.js';
import { type FaultBook } from '../control/faults.js';
import { CODES, Refusal } from '../refusal.js';
import { type Scheduler } from '../runtime/time.js';
import { type Actor } from '../world/model.js';
import { type World } from '../world/world.js';
import { type Answer, envelope, success } from './answer.js';
import { Fields, isObject } from './fields.js';
import { type Arrival, type History } from './history.js';
import { answered, type Outcome } from './outcome.js';
import { type RateLimit, type RateLimiter, retryAfterHeader } from './rate-limit.js';
import { type SignatureGate, type SignedRequest } from './signature.js';

const PREFIX = '/artemis';

export interface PipelineParts {
  readonly world: World;
  readonly profile: Profile;
  readonly gate: SignatureGate;
  readonly limiter: RateLimiter;
  readonly faults: FaultBook;
  readonly history: History;
  readonly scheduler: Scheduler;
  /** HikCentral's clock, which a test may set wrong. */
  readonly serverNowMs: () => number;
  /** The clock of the limit and of history, always right. */
  readonly trueNowMs: () => number;
}

/** One call's way: arrival, signature, budget, faults, endpoint, answer. */
export class Pipeline {
  constructor(private readonly parts: PipelineParts) {}

  async handle(request: SignedRequest): Promise<Outcome> {
    const { history } = this.parts;
    const path = request.target.split('?')[0] ?? '';
    const appKey = String(request.headers['x-ca-key'] ?? '');
    const arrival = history.arrive(path, appKey);
    const outcome = await this.decide(request, arrival);
    const { code = null, httpStatus = null } = outcome.answer ?? {};
    history.finish(arrival, { code, httpStatus, isDelivered: outcome.kind === 'answer' });
    return outcome;
  }

  /** Runs an endpoint as if an operator had done it at HikCentral's own client: unsigned, uncounted, not in the history of arrivals. */
  runAsOperator(path: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.run('POST', path.replace(/^\/artemis(?=\/)/, ''), body, { by: 'operator' });
  }

  private async decide(request: SignedRequest, arrival: Arrival): Promise<Outcome> {
    const { gate, limiter, faults, serverNowMs, trueNowMs } = this.parts;
    const refused = gate.check(request, serverNowMs());
    if (refused !== undefined) return answered(envelope(refused.code, refused.msg, null, 401));

    const admission = limiter.admit(arrival.appKey, trueNowMs());
    if (!admission.isAdmitted) {
      arrival.isOverBudget = true;
      return answered(overBudget(limiter.limit(), admission.retryAfterSeconds, serverNowMs()));
    }

    const path = arrival.path.slice(PREFIX.length);
    const actor: Actor = { by: 'api', appKey: arrival.appKey, arrival: arrival.sequence };
    const apply = (edit?: (body: CallBody) => CallBody): Promise<Answer> => this.apply(request, path, actor, edit);
    const caught = faults.take(path);
    if (caught === undefined) return answered(await apply());
    const call: CaughtCall = {
      apply,
      wait: (ms) => new Promise((resolve) => this.parts.scheduler.after(ms, resolve)),
      later: (ms, run) => void this.parts.scheduler.after(ms, run),
      random: caught.random,
    };
    return runFault(caught.fault, call);
  }

  private async apply(
    request: SignedRequest,
    path: string,
    actor: Actor,
    edit: (body: CallBody) => CallBody = (body) => body,
  ): Promise<Answer> {
    const body = parseBody(request.body);
    if (body === undefined) return envelope(CODES.unreadableBody, 'parameter conversion exception');
    return this.run(request.method, path, edit(body), actor, request.address);
  }

  private async run(
    method: string,
    path: string,
    body: Readonly<Record<string, unknown>>,
    actor: Actor,
    address = 'local',
  ): Promise<Answer> {
    const endpoint = CATALOGUE.get(path);
    if (endpoint === undefined || !(endpoint.methods ?? ['POST']).includes(method)) {
      return envelope(CODES.noSuchApi, 'This product version is not supported');
    }
    const { world, profile } = this.parts;
    try {
      const data = await endpoint.handle({ fields: new Fields(body), actor, address, world, profile });
      return success(profile.omitsEmptyLists ? withoutEmptyList(data) : data);
    } catch (error) {
      if (error instanceof Refusal) return envelope(error.code, error.message, error.data);
      throw error;
    }
  }
}

function overBudget({ style, retryAfter }: RateLimit, retryAfterSeconds: number, nowMs: number): Answer {
  const msg = 'The number of calls of this partner is used up';
  if (style === '200') return envelope(CODES.quotaUsedUp, msg);
  const value = retryAfterHeader(retryAfter, retryAfterSeconds, nowMs);
  return envelope(CODES.quotaUsedUp, msg, null, 429, value === undefined ? {} : { 'retry-after': value });
}

/** No body counts as an empty object: `GET version` has none. */
function parseBody(raw: Buffer): Record<string, unknown> | undefined {
  if (raw.length === 0) return {};
  try {
    const body: unknown = JSON.parse(raw.toString('utf8'));
    return isObject(body) ? body : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function withoutEmptyList(data: unknown): unknown {
  if (!isObject(data) || !Array.isArray(data['list']) || data['list'].length > 0) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'list'));
}
