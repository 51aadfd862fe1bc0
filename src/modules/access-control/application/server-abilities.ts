import { Injectable } from '@nestjs/common';

/** What this version of HikCentral turned out not to have; learnt anew by each process, since versions change. */
@Injectable()
export class ServerAbilities {
  private readonly withoutOwnApplication = new Set<string>();

  hasOwnApplication(serverId: string): boolean {
    return !this.withoutOwnApplication.has(serverId);
  }

  lacksOwnApplication(serverId: string): void {
    this.withoutOwnApplication.add(serverId);
  }
}
