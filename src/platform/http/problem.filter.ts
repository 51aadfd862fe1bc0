import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { runInContext } from '../context/request-context.js';
import { type AppError } from '../errors/app-error.js';
import { Logger } from '../logging/logger.js';
import { HttpContexts } from './http-context.js';
import { DatabaseUnavailableError, MethodNotAllowedError } from './http.errors.js';
import { InternalError, toAppError } from './refusals.js';
import { RouteTable } from './route-table.js';
import { sendProblem } from './send-problem.js';

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
    if (error.kind === 'internal' || error instanceof DatabaseUnavailableError) {
      runInContext(context, () =>
        this.logger.error('request failed', isWrapper(error) ? error.cause : error, {
          method: request.method,
          route: request.routeOptions.url ?? null,
          code: error.code,
        }),
      );
    }
    sendProblem(error, context, reply);
  }

  /** "Not found" of a path that only other methods know is "method not allowed". */
  private refine(error: AppError, request: FastifyRequest): AppError {
    if (error.code !== 'NOT_FOUND' || !request.is404) return error;
    const allowed = this.routes.methodsOf(request.url);
    return allowed.length > 0 && !allowed.includes(request.method) ? new MethodNotAllowedError(allowed) : error;
  }
}

/** These say nothing that their cause does not say better. */
function isWrapper(error: AppError): boolean {
  return error instanceof InternalError || error instanceof DatabaseUnavailableError;
}
