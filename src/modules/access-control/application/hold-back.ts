import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { ResourceGuard } from '../../../platform/resources/resource-guard.js';
import { type NextStep, type StepKind } from '../domain/step.js';
import { heldBack } from '../domain/trouble.js';
import { type CardholderDraft } from './cardholder-draft.js';
import { ServerAbilities } from './server-abilities.js';

/** Steps that carry a photo. */
const HEAVY: readonly StepKind[] = ['add-person', 'update-face'];
const REST_MS = 30_000;

/**
 * What may not be sent at the moment rests, and says why. Photos wait while disk or memory are short. Nobody is deleted
 * where that takes the administrator's password: each try without it counts down to a lock of our address, so a person
 * must act. Taking is never held back.
 */
@Injectable()
export class HoldBack {
  constructor(
    private readonly guard: ResourceGuard,
    private readonly abilities: ServerAbilities,
    private readonly clock: Clock,
  ) {}

  /** @param due what is next for each */
  async run(due: readonly { readonly draft: CardholderDraft; readonly next: NextStep }[]): Promise<void> {
    const heavy = due.filter(({ next }) => HEAVY.includes(next.step.kind));
    const isShort = heavy.length > 0 && (await this.isShort());
    const nowMs = this.clock.now().getTime();
    for (const { draft } of isShort ? heavy : []) {
      draft.facts = heldBack(draft.facts, 'RESOURCES_SHORT', nowMs, nowMs + REST_MS);
    }
    for (const { draft, next } of due) {
      const isBarred = next.step.kind === 'remove-person' && !this.abilities.canDelete(draft.before.serverId, nowMs);
      if (isBarred) draft.facts = heldBack(draft.facts, 'HIKCENTRAL_REFUSED', nowMs, null);
    }
  }

  private async isShort(): Promise<boolean> {
    const states = await Promise.all([this.guard.disk(), this.guard.memory()]);
    return states.some(({ isShort }) => isShort);
  }
}
