import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { DeletionPasswords, type Operation } from '../../hikcentral-gateway/index.js';
import { type StepKind } from '../domain/step.js';
import { type ChosenCall } from './chosen-call.js';
import { ServerAbilities } from './server-abilities.js';

/** How long nobody looks whether a person has entered the password meanwhile. */
const PERSON_LOOKED_FOR_MS = 10 * 60_000;

/** What came of a call, as far as a password is concerned. */
interface Told {
  readonly kind: string;
  readonly error?: { readonly code: string };
}

/** Deleting persons where HikCentral asks for its administrator's password: one try for each password that a person entered. */
@Injectable()
export class Deletions {
  constructor(
    private readonly abilities: ServerAbilities,
    private readonly passwords: DeletionPasswords,
  ) {}

  /** @returns null when persons may be deleted */
  async barredUntil(tx: Transaction, serverId: string, now: Date): Promise<Date | null> {
    const later = new Date(now.getTime() + PERSON_LOOKED_FOR_MS);
    if (!this.abilities.isPasswordAsked(serverId)) {
      return this.abilities.wasPasswordRefused(serverId, now.getTime()) ? later : null;
    }
    const standing = await this.passwords.standingOf(tx, serverId, now);
    if (standing.kind === 'trying') return standing.until;
    return standing.kind === 'usable' ? null : later;
  }

  /** The call as it is sent; null: it may not be. */
  async armed(
    tx: Transaction,
    serverId: string,
    kind: StepKind,
    operation: Operation<unknown>,
    deadlineAt: Date,
  ): Promise<Operation<unknown> | null> {
    if (kind !== 'remove-person' || !this.abilities.isPasswordAsked(serverId)) return operation;
    return this.passwords.arm(tx, serverId, operation, deadlineAt);
  }

  async learn(
    tx: Transaction,
    serverId: string,
    { step, bookedAtMs }: ChosenCall,
    told: Told,
    now: Date,
  ): Promise<void> {
    if (step.kind !== 'remove-person') return;
    const isRefused = told.error?.code === 'GATEWAY.PASSWORD_REFUSED';
    if (isRefused) this.abilities.passwordRefused(serverId, now.getTime());
    // One that was not asked for says nothing of the password.
    const isAccepted = told.kind === 'done' && this.abilities.isPasswordAsked(serverId);
    if (isRefused || isAccepted) {
      await this.passwords.learn(tx, serverId, isAccepted, new Date(bookedAtMs), now);
    }
  }
}
