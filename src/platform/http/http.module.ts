import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { Random } from '../random/random.js';
import { HttpContexts } from './http-context.js';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.js';
import { IdempotencyStore } from './idempotency/idempotency-store.js';
import { IdempotencySweep } from './idempotency/idempotency-sweep.js';
import { InputPipe } from './input.pipe.js';
import { LocationInterceptor } from './location.interceptor.js';
import { PolicyCheck } from './policy-check.js';
import { PolicyGuard } from './policy.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';
import { UnreadBodyInterceptor } from './unread-body.interceptor.js';

/**
 * What every route goes through, in this order: guard, location, unread body, idempotency key, input. Needs an `Authenticator` and
 * a `PermissionTable` from a global module, and `IdempotencyHook` among the platform's transaction hooks.
 */
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: HttpContexts, useFactory: (random: Random) => new HttpContexts(random), inject: [Random] },
    RouteTable,
    ProblemFilter,
    IdempotencyStore,
    IdempotencySweep,
    PolicyCheck,
    { provide: APP_FILTER, useExisting: ProblemFilter },
    { provide: APP_GUARD, useClass: PolicyGuard },
    { provide: APP_INTERCEPTOR, useClass: LocationInterceptor },
    { provide: APP_INTERCEPTOR, useClass: UnreadBodyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
  exports: [HttpContexts],
})
export class HttpModule {}
