import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PermissionTable } from './authenticator.js';
import { PERMISSION_KEY, PUBLIC_KEY } from './policy.js';

type Handler = (...parameters: unknown[]) => unknown;

/** Stops the boot when a route has no policy, two, or one that the table of roles does not have, and names them all. */
@Injectable()
export class PolicyCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly table: PermissionTable,
  ) {}

  onModuleInit(): void {
    const faults = this.discovery.getControllers().flatMap(({ metatype }) => this.faultsOf(metatype as Handler | null));
    if (faults.length > 0) throw new Error(`routes without a sound policy: ${faults.join('; ')}`);
  }

  private faultsOf(controller: Handler | null): string[] {
    if (controller === null) return [];
    const prototype = controller.prototype as Record<string, Handler>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || this.reflector.get<unknown>(METHOD_METADATA, handler) === undefined) return [];
      const fault = this.faultOf(handler);
      return fault === null ? [] : [`${controller.name}.${name}: ${fault}`];
    });
  }

  private faultOf(handler: Handler): string | null {
    const isPublic = this.reflector.get<boolean | undefined>(PUBLIC_KEY, handler) === true;
    const permission = this.reflector.get<string | undefined>(PERMISSION_KEY, handler);
    if (isPublic) return permission === undefined ? null : 'both @Require and @Public';
    if (permission === undefined) return 'neither @Require nor @Public';
    return this.table.has(permission) ? null : `no permission is called ${permission}`;
  }
}
