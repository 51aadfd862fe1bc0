import { type FastifyReply } from 'fastify';
import { type AppError } from '../errors/app-error.js';
import { type HttpContext, TRACE_HEADER } from './http-context.js';
import { MethodNotAllowedError } from './http.errors.js';
import { PROBLEM_TYPE, retryAfterSeconds, toProblem } from './problem.js';

/** Answers with the problem, unless something was answered already. */
export function sendProblem(error: AppError, context: HttpContext, reply: FastifyReply): void {
  if (reply.sent) return;
  const problem = toProblem(error, context.language, context.traceId);
  const retryAfter = retryAfterSeconds(error);
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
  if (error instanceof MethodNotAllowedError) reply.header('allow', error.allowed.join(', '));
  if (error.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  void reply
    .status(problem.status)
    .header(TRACE_HEADER, context.traceId)
    .header('content-language', context.language)
    .type(PROBLEM_TYPE)
    // Text: an object would meet the serialiser of the route's answer.
    .send(JSON.stringify(problem));
}
