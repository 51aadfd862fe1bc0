import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { catchError, from, type Observable, of, switchMap } from 'rxjs';
import { type IdempotencyClaim } from '../../context/request-context.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { type HttpContext, HttpContexts } from '../http-context.js';
import { IdempotencyKeyReusedError, InvalidIdempotencyKeyError, RequestRunningError } from '../http.errors.js';
import { PUBLIC_KEY, SECRET_FIELDS_KEY } from '../policy.js';
import { PROBLEM_TYPE, statusOf, toProblem } from '../problem.js';
import { toAppError } from '../refusals.js';
import { canonicalJson } from './canonical-json.js';
import { IdempotencyStore } from './idempotency-store.js';
import { type KeptAnswer, ReplaySignal } from './kept-answer.js';

const MUTATING = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** The same body later is the same answer, apart from these two, where later is the point. */
const NEVER_KEPT = [401, 429];
/** Visible ASCII, as the contract has it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * `Idempotency-Key` of the mutating routes that know their caller: gives a known answer again, or lets the request run
 * with the key as a claim that the hook of its first transaction takes.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly contexts: HttpContexts,
    private readonly store: IdempotencyStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const context = this.contexts.of(request);
    const claim = this.claimOf(execution, request, context);
    if (claim === null) return next.handle();
    context.idempotency = claim;
    return from(this.known(claim)).pipe(
      switchMap((answer) => (answer === null ? next.handle() : of(replay(answer, reply)))),
      catchError((thrown: unknown) => from(this.refused(thrown, claim, context, reply))),
    );
  }

  private claimOf(
    execution: ExecutionContext,
    request: FastifyRequest,
    { actor }: HttpContext,
  ): IdempotencyClaim | null {
    const key = request.headers['idempotency-key'];
    if (key === undefined || !MUTATING.includes(request.method)) return null;
    const handler = execution.getHandler();
    if (this.reflector.get<boolean | undefined>(PUBLIC_KEY, handler) === true) return null;
    if (typeof key !== 'string' || !KEY.test(key)) throw new InvalidIdempotencyKeyError();
    const route = request.routeOptions.url ?? '';
    return {
      key,
      scope: canonicalJson([actor.kind, actor.id, request.method, route, request.params]),
      bodyHash: isUpload(request) ? '' : bodyHashOf(request),
      status: this.reflector.get<number | undefined>(HTTP_CODE_METADATA, handler) ?? HttpStatus.OK,
      secretFields: this.reflector.get<readonly string[] | undefined>(SECRET_FIELDS_KEY, handler) ?? [],
      isTaken: false,
    };
  }

  /** The quick way: most repetitions come long after the first. An upload's hash is not known yet; the hook asks then. */
  private known(claim: IdempotencyClaim): Promise<KeptAnswer | null> {
    if (claim.bodyHash === '') return Promise.resolve(null);
    return this.unitOfWork.read((tx) => this.store.find(tx, claim));
  }

  private async refused(
    thrown: unknown,
    claim: IdempotencyClaim,
    context: HttpContext,
    reply: FastifyReply,
  ): Promise<unknown> {
    if (thrown instanceof ReplaySignal) return replay(thrown.answer, reply);
    const error = toAppError(thrown);
    const status = statusOf(error.kind);
    const isAnswer = status >= 400 && status < 500 && !NEVER_KEPT.includes(status);
    // A key that runs or was misused says nothing about this request; an upload that failed before its hash was known has no body to compare with.
    if (isAnswer && !isAboutKey(error) && !claim.isTaken && claim.bodyHash !== '') {
      const problem = toProblem(error, context.language, context.traceId);
      context.idempotency = null;
      await this.unitOfWork.run((tx) => this.store.keep(tx, claim, { status, body: JSON.stringify(problem) }));
    }
    throw thrown;
  }
}

function isAboutKey(error: unknown): boolean {
  return error instanceof RequestRunningError || error instanceof IdempotencyKeyReusedError;
}

function replay({ status, body }: KeptAnswer, reply: FastifyReply): unknown {
  reply.status(status).header('idempotency-replayed', 'true');
  if (body === null) return undefined;
  if (status < 400) return JSON.parse(body) as unknown;
  reply.type(PROBLEM_TYPE);
  return body;
}

/** Anything that is not JSON reaches its handler as a stream; the handler sets `claim.bodyHash` once it has read it. */
function isUpload(request: FastifyRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  return type !== '' && !/^application\/json\b/i.test(type);
}

function bodyHashOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(canonicalJson({ query: request.query, body: request.body ?? null }))
    .digest('hex');
}
