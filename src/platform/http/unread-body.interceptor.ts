import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { currentContext } from '../context/request-context.js';
import { InvalidInputError } from './http.errors.js';
import { toInputFaults } from './input-faults.js';
import { keepDeclared } from './input-shape.js';

/**
 * A field that nobody reads is an unknown field: whoever sends a reason, or a dry run, to a route that knows neither is
 * told so instead of being half obeyed. No body and an empty object are the same.
 */
@Injectable()
export class UnreadBodyInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body } = execution.switchToHttp().getRequest<FastifyRequest>();
    if (body !== undefined && !readsBody(execution)) {
      const { faults } = keepDeclared(body, Object);
      if (faults.length > 0) throw new InvalidInputError(toInputFaults(faults, [], currentContext().language));
    }
    return next.handle();
  }
}

function readsBody(execution: ExecutionContext): boolean {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, execution.getClass(), execution.getHandler().name) as
    object | undefined;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
}
