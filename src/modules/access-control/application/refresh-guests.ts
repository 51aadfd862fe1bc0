import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { Random } from '../../../platform/random/random.js';
import { makePersonCode, PERSON_CODE_RANDOM_BYTES } from '../domain/person-code.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { ReviseCardholders } from './revise-cardholders.js';

/** Brings what is desired for these guests up to what was agreed, and plans. The same for an event and for the sweep. */
@Injectable()
export class RefreshGuests {
  constructor(
    private readonly cardholders: CardholderRepository,
    private readonly revise: ReviseCardholders,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly vault: Vault,
  ) {}

  async run(tx: Transaction, serverId: string, guestIds: readonly string[]): Promise<void> {
    const distinct = [...new Set(guestIds)];
    const unknown = await this.cardholders.guestsWithout(tx, serverId, distinct);
    const made = unknown.map((guestId) => ({ id: this.random.uuid(), guestId, personCode: this.personCode() }));
    await this.cardholders.insert(tx, serverId, made, this.clock.now());
    await this.known(tx, serverId, distinct);
  }

  /** Only those who have a cardholder on this server. */
  async known(tx: Transaction, serverId: string, guestIds: readonly string[]): Promise<void> {
    const drafts = await this.revise.open(tx, await this.cardholders.lockOfGuests(tx, serverId, guestIds));
    await this.revise.close(tx, drafts, await this.revise.doorsOf(tx, serverId));
  }

  private personCode(): string {
    return makePersonCode(this.random.bytes(PERSON_CODE_RANDOM_BYTES), (text) =>
      this.vault.fingerprint('access-control.person-code', text),
    );
  }
}
