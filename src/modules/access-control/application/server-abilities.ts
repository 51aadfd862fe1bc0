import { Injectable } from '@nestjs/common';

/** Longer than HikCentral locks an address after wrong passwords. */
const REFUSAL_KEPT_FOR_MS = 24 * 3_600_000;

/** What this version of HikCentral turned out not to have; learnt anew by each process, since versions change. */
@Injectable()
export class ServerAbilities {
  private readonly withoutOwnApplication = new Set<string>();
  private readonly askingForPassword = new Set<string>();
  private readonly passwordRefusedAtMs = new Map<string, number>();

  hasOwnApplication(serverId: string): boolean {
    return !this.withoutOwnApplication.has(serverId);
  }

  lacksOwnApplication(serverId: string): void {
    this.withoutOwnApplication.add(serverId);
  }

  /** Whether a person can be deleted without the administrator's password. */
  canDelete(serverId: string, nowMs: number): boolean {
    const refusedAtMs = this.passwordRefusedAtMs.get(serverId) ?? -Infinity;
    return !this.askingForPassword.has(serverId) && nowMs - refusedAtMs >= REFUSAL_KEPT_FOR_MS;
  }

  asksPasswordToDelete(serverId: string, isAsking: boolean): void {
    if (isAsking) this.askingForPassword.add(serverId);
    else this.askingForPassword.delete(serverId);
  }

  /** One refusal is enough: the tries are counted for our address, not for a guest. */
  passwordRefused(serverId: string, nowMs: number): void {
    this.passwordRefusedAtMs.set(serverId, nowMs);
  }
}
