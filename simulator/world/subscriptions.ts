import { type Journal } from './journal.js';
import { type Actor, ownerOf } from './model.js';

/** An event that waits for its receiver. */
export interface KeptPush {
  readonly eventId: string;
  readonly keptAtMs: number;
}

/** What one user wants to be told, and where. */
export interface Subscription {
  /** The partner; null for an operator. */
  readonly appKey: string | null;
  readonly eventDest: string;
  token: string;
  shouldPassBack: boolean;
  eventTypes: readonly number[];
  /** Oldest first; always empty without pass-back. */
  kept: KeptPush[];
}

export type SubscriptionDraft = Pick<Subscription, 'eventDest' | 'token' | 'shouldPassBack' | 'eventTypes'>;

/** Subscriptions of event types. A user's repeated ones are merged: one for each destination. */
export class Subscriptions {
  private entries: Subscription[];

  constructor(
    entries: Iterable<Subscription>,
    private readonly journal: Journal,
  ) {
    this.entries = [...entries];
  }

  all(): readonly Subscription[] {
    return this.entries;
  }

  of(actor: Actor): Subscription[] {
    return this.entries.filter(({ appKey }) => appKey === ownerOf(actor));
  }

  /** The types add up; token and pass-back are the last that were sent. */
  subscribe(draft: SubscriptionDraft, actor: Actor): void {
    const known = this.of(actor).find(({ eventDest }) => eventDest === draft.eventDest);
    if (known === undefined) this.entries.push({ ...draft, appKey: ownerOf(actor), kept: [] });
    else {
      const eventTypes = [...new Set([...known.eventTypes, ...draft.eventTypes])];
      Object.assign(known, { ...draft, eventTypes });
      if (!draft.shouldPassBack) known.kept = [];
    }
    this.journal.record({ actor, kind: 'subscribed', ownerAppKey: ownerOf(actor) });
  }

  /** Types that nobody subscribed are passed over; a subscription without types is gone, with what it kept. */
  unsubscribe(eventTypes: ReadonlySet<number>, actor: Actor): void {
    for (const subscription of this.of(actor)) {
      subscription.eventTypes = subscription.eventTypes.filter((type) => !eventTypes.has(type));
    }
    this.entries = this.entries.filter((subscription) => subscription.eventTypes.length > 0);
    this.journal.record({ actor, kind: 'unsubscribed', ownerAppKey: ownerOf(actor) });
  }
}
