import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { ResourceGuard } from '../../../platform/resources/resource-guard.js';
import { type NextStep, type StepKind } from '../domain/step.js';
import { heldBack } from '../domain/trouble.js';
import { type CardholderDraft } from './cardholder-draft.js';
import { Deletions } from './deletions.js';

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
    private readonly deletions: Deletions,
    private readonly clock: Clock,
  ) {}

  /** @param due what is next for each, all of one server */
  async run(
    tx: Transaction,
    due: readonly { readonly draft: CardholderDraft; readonly next: NextStep }[],
  ): Promise<void> {
    const heavy = due.filter(({ next }) => HEAVY.includes(next.step.kind));
    const isShort = heavy.length > 0 && (await this.isShort());
    const nowMs = this.clock.now().getTime();
    for (const { draft } of isShort ? heavy : []) {
      draft.facts = heldBack(draft.facts, 'RESOURCES_SHORT', nowMs, nowMs + REST_MS);
    }
    await this.holdDeletions(
      tx,
      due.flatMap(({ draft, next }) => (next.step.kind === 'remove-person' ? [draft] : [])),
    );
  }

  private async holdDeletions(tx: Transaction, drafts: readonly CardholderDraft[]): Promise<void> {
    const [first] = drafts;
    if (first === undefined) return;
    const now = this.clock.now();
    const until = await this.deletions.barredUntil(tx, first.before.serverId, now);
    if (until === null) return;
    for (const draft of drafts) {
      draft.facts = heldBack(draft.facts, 'DELETION_PASSWORD', now.getTime(), until.getTime());
    }
  }

  private async isShort(): Promise<boolean> {
    const states = await Promise.all([this.guard.disk(), this.guard.memory()]);
    return states.some(({ isShort }) => isShort);
  }
}
