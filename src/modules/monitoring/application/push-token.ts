import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';

/** What HikCentral shows with each push of a server, made from our key: nothing to keep, and none stands for another. */
@Injectable()
export class PushToken {
  constructor(private readonly vault: Vault) {}

  /** 43 visible ASCII characters. */
  of(serverId: string): string {
    return this.vault.fingerprint('monitoring.push-token', serverId).toString('base64url');
  }

  /** Takes as long for a wrong one as for the right one, whatever its length. */
  isOf(serverId: string, shown: string): boolean {
    const hashed = (token: string): Buffer => this.vault.fingerprint('monitoring.shown-push-token', token);
    return timingSafeEqual(hashed(shown), hashed(this.of(serverId)));
  }
}
