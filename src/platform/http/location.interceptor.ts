import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { LOCATION_KEY } from './policy.js';

/** Where every path of the contract begins. */
export const API_PREFIX = '/api/v1';

type Locate = (result: unknown) => string;

/** `Location` of what `@Creates` made: from the answer itself, so that a replayed answer names the same. */
@Injectable()
export class LocationInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const locate = this.reflector.get<Locate | undefined>(LOCATION_KEY, execution.getHandler());
    if (locate === undefined) return next.handle();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((result) => {
        // A kept refusal comes through here too, with its own status.
        if (reply.statusCode === (HttpStatus.CREATED as number)) reply.header('location', API_PREFIX + locate(result));
      }),
    );
  }
}
