import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { runInContext } from '../context/request-context.js';
import { type AppError } from '../errors/app-error.js';
import { Logger } from '../logging/logger.js';
import { HttpContexts, TRACE_HEADER } from './http-context.js';
import { MethodNotAllowedError } from './http.errors.js';
import { PROBLEM_TYPE, retryAfterSeconds, toProblem } from './problem.js';
import { toAppError } from './refusals.js';
import { RouteTable } from './route-table.js';

/** Every error that leaves over HTTP leaves through here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly contexts: HttpContexts,
    private readonly routes: RouteTable,
    private readonly logger: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = this.refine(toAppError(thrown), request);
    const context = this.contexts.of(request);
    if (error.kind === 'internal' || error.kind === 'unavailable') {
      runInContext(context, () =>
        this.logger.error('request failed', error.cause ?? error, {
          method: request.method,
          route: request.routeOptions.url ?? null,
          code: error.code,
        }),
      );
    }
    if (reply.sent) return;
    const problem = toProblem(error, context.language, context.traceId);
    const retryAfter = retryAfterSeconds(error);
    if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
    if (error instanceof MethodNotAllowedError) reply.header('allow', error.allowed.join(', '));
    if (error.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
    reply
      .status(problem.status)
      .header(TRACE_HEADER, context.traceId)
      .header('content-language', context.language)
      .type(PROBLEM_TYPE)
      // Text: an object would meet the serialiser of the route's answer.
      .send(JSON.stringify(problem));
  }

  /** "Not found" of a path that other methods know is "method not allowed". */
  private refine(error: AppError, request: FastifyRequest): AppError {
    if (error.code !== 'NOT_FOUND' || !request.is404) return error;
    const allowed = this.routes.methodsOf(request.url);
    return allowed.length > 0 ? new MethodNotAllowedError(allowed) : error;
  }
}
