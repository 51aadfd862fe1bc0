import { type IncomingMessage } from 'node:http';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import {
  type Actor,
  type IdempotencyClaim,
  type RequestContext,
  runInContext,
  SYSTEM_ACTOR,
} from '../context/request-context.js';
import { type Random } from '../random/random.js';
import { preferredLanguage } from './language.js';

export const TRACE_HEADER = 'x-trace-id';

/** Who calls before the guard has looked: no role, so nothing is allowed. */
const ANONYMOUS: Actor = { ...SYSTEM_ACTOR, id: 'anonymous' };

/** The context of one HTTP request; the guard fills in the actor, the interceptor the idempotency key. */
export interface HttpContext extends RequestContext {
  actor: Actor;
  idempotency: IdempotencyClaim | null;
}

/** Version 00 exactly; later versions may append fields (W3C Trace Context, section 3.2). */
const TRACEPARENT = /^(?!ff)(?:00|([\da-f]{2}))-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/;
const ZEROS = /^0+$/;

/** @returns null for a header that is absent or that the standard tells us to ignore */
export function traceIdOf(traceparent: unknown): string | null {
  const match = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : null;
  if (match === null) return null;
  const [, laterVersion, traceId = '', parentId = '', appendix] = match;
  if (laterVersion === undefined && appendix !== undefined) return null;
  return ZEROS.test(traceId) || ZEROS.test(parentId) ? null : traceId;
}

/** Contexts by raw request, so that an error raised before any hook ran finds one too. */
export class HttpContexts {
  private readonly known = new WeakMap<IncomingMessage, HttpContext>();

  constructor(private readonly random: Random) {}

  of(request: FastifyRequest): HttpContext {
    const known = this.known.get(request.raw);
    if (known !== undefined) return known;
    const made: HttpContext = {
      traceId: traceIdOf(request.headers.traceparent) ?? this.random.bytes(16).toString('hex'),
      actor: ANONYMOUS,
      remoteAddress: request.ip,
      language: preferredLanguage(request.headers['accept-language']),
      idempotency: null,
    };
    this.known.set(request.raw, made);
    return made;
  }

  /** Fastify `onRequest`: everything of this request runs in its context, and the answer names its trace. */
  readonly enter = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const context = this.of(request);
    reply.header(TRACE_HEADER, context.traceId);
    runInContext(context, done);
  };

  /** Fastify `preValidation`: reading the body came back on the socket's own asynchronous context. */
  readonly reenter = (request: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
    runInContext(this.of(request), done);
  };
}
