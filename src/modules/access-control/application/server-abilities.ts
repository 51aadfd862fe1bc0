import { Injectable } from '@nestjs/common';

/** Longer than HikCentral locks an address after wrong passwords. */
const REFUSAL_KEPT_FOR_MS = 24 * 3_600_000;

/** What this version of HikCentral turned out not to have; learnt anew by each process, since versions change. */
@Injectable()
export class ServerAbilities {
  private readonly withoutOwnApplication = new Set<string>();
  private readonly withLevelsByCode = new Map<string, boolean>();
  private readonly toldOfLevelsByCode = new Set<string>();
  private readonly askingForPassword = new Set<string>();
  private readonly passwordRefusedAtMs = new Map<string, number>();

  /** Before its first call nothing is known of the server, and nothing assumed. */
  changesLevelsByCode(serverId: string): boolean {
    return this.withLevelsByCode.get(serverId) ?? false;
  }

  /** By its version; what its answers showed stands. */
  assumeLevelsByCode(serverId: string, isAble: boolean): void {
    if (!this.toldOfLevelsByCode.has(serverId)) this.withLevelsByCode.set(serverId, isAble);
  }

  provesLevelsByCode(serverId: string): void {
    this.toldOfLevelsByCode.add(serverId);
  }

  /** A server that did it once refuses something else. */
  lacksLevelsByCode(serverId: string): void {
    if (this.toldOfLevelsByCode.has(serverId)) return;
    this.toldOfLevelsByCode.add(serverId);
    this.withLevelsByCode.set(serverId, false);
  }

  hasOwnApplication(serverId: string): boolean {
    return !this.withoutOwnApplication.has(serverId);
  }

  lacksOwnApplication(serverId: string): void {
    this.withoutOwnApplication.add(serverId);
  }

  /** Before a person is deleted, the administrator's. */
  isPasswordAsked(serverId: string): boolean {
    return this.askingForPassword.has(serverId);
  }

  wasPasswordRefused(serverId: string, nowMs: number): boolean {
    return nowMs - (this.passwordRefusedAtMs.get(serverId) ?? -Infinity) < REFUSAL_KEPT_FOR_MS;
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
