import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { type Actor } from '../context/request-context.js';
import { Authenticator, credentialsOf, PermissionTable } from './authenticator.js';
import { refuseForgery } from './csrf.js';
import { ForbiddenError, UnauthenticatedError } from './http.errors.js';
import { HttpContexts } from './http-context.js';
import { PERMISSION_KEY, PUBLIC_KEY } from './policy.js';

/** Deny by default: a route passes when it is public, or when its row in the table allows the caller's role. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly table: PermissionTable,
    private readonly contexts: HttpContexts,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const handler = execution.getHandler();
    if (this.reflector.get<boolean | undefined>(PUBLIC_KEY, handler) === true) return true;
    const permission = this.reflector.get<string | undefined>(PERMISSION_KEY, handler);
    if (permission === undefined) throw new ForbiddenError();
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const actor = await this.authenticate(request);
    if (this.table.scopeOf(actor.role, permission) === null) throw new ForbiddenError({ permission });
    return true;
  }

  private async authenticate(request: FastifyRequest): Promise<Actor> {
    const credentials = credentialsOf(request);
    if (credentials === null || credentials.secret === '') throw new UnauthenticatedError();
    if (credentials.kind === 'session-cookie') refuseForgery(request);
    const actor = await this.authenticator.authenticate(credentials);
    if (actor === null) throw new UnauthenticatedError();
    this.contexts.of(request).actor = actor;
    return actor;
  }
}
