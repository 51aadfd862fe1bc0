import { type Scheduler } from '../runtime/time.js';
import { type Effect } from '../world/journal.js';
import { type AccessEvent, type Actor } from '../world/model.js';
import { type KeptPush, type Subscription } from '../world/subscriptions.js';
import { type World } from '../world/world.js';
import { Deliveries, type Delivery, type DeliveryOutcome } from './deliveries.js';
import { type Destinations } from './destinations.js';
import { postPush } from './post-push.js';
import { pushBody } from './push-body.js';
import { type PushFaults } from './push-faults.js';

export interface PushParts {
  readonly world: World;
  readonly scheduler: Scheduler;
  readonly nowMs: () => number;
  readonly zoneOffsetMinutes: number;
  readonly destinations: Destinations;
  readonly faults: PushFaults;
  /** Hears of every push that was tried or given up. */
  readonly onDelivery: (delivery: Delivery) => void;
}

/** How long a receiver has for its 2xx. */
export const RECEIVER_TIME_MS = 5000;
/** From one failure to the next try; the last wait repeats. */
export const RETRY_WAITS_MS: readonly number[] = [5000, 10_000, 20_000, 40_000, 60_000];
export const MAX_KEPT = 500;
export const MAX_KEPT_MS = 24 * 3_600_000;
const MAX_EVENTS_IN_PUSH = 10;
const DEVICE: Actor = { by: 'device' };

interface RetryState {
  failures: number;
  isArmed: boolean;
}

/**
 * Tells subscribers of events as they are recorded, once each. With pass-back what could not be delivered is kept and tried
 * again, several events to a push; without it, it is gone. Nothing keeps the order.
 */
export class PushEngine {
  readonly deliveries: Deliveries;
  readonly faults: PushFaults;
  private readonly retries = new WeakMap<Subscription, RetryState>();
  private readonly inFlight = new Set<KeptPush>();
  private readonly open = new Set<AbortController>();
  private readonly end = new AbortController();

  constructor(private readonly parts: PushParts) {
    this.faults = parts.faults;
    this.deliveries = new Deliveries(parts.nowMs, parts.onDelivery);
    parts.world.journal.onChange((effect) => this.hear(effect));
    // What was kept over a restart goes on its way again.
    for (const subscription of parts.world.subscriptions.all()) this.armRetry(subscription);
  }

  close(): void {
    this.end.abort();
    for (const controller of this.open) controller.abort();
  }

  private hasEnded(): boolean {
    return this.end.signal.aborted;
  }

  private hear({ kind, eventId }: Effect): void {
    if (kind !== 'event-recorded' || eventId === undefined) return;
    const event = this.findEvents([eventId])[0];
    if (event === undefined) return;
    for (const subscription of this.parts.world.subscriptions.all()) {
      if (!subscription.eventTypes.includes(event.eventType)) continue;
      const push = { eventId, keptAtMs: this.parts.nowMs() };
      if (subscription.shouldPassBack) this.keep(subscription, push);
      this.send(subscription, [push]);
    }
  }

  private keep(subscription: Subscription, push: KeptPush): void {
    subscription.kept.push(push);
    while (subscription.kept.length > MAX_KEPT) this.drop(subscription, subscription.kept.splice(0, 1));
  }

  private send(subscription: Subscription, pushes: readonly KeptPush[]): void {
    for (const push of pushes) this.inFlight.add(push);
    if (this.faults.isLost()) {
      this.finish(subscription, pushes, 'lost', null);
      return;
    }
    const waitMs = this.faults.waitMs();
    if (waitMs === 0) void this.deliver(subscription, pushes);
    else this.parts.scheduler.after(waitMs, () => void this.deliver(subscription, pushes));
  }

  private async deliver(subscription: Subscription, pushes: readonly KeptPush[]): Promise<void> {
    if (this.hasEnded()) return;
    const { eventDest } = subscription;
    if (!this.parts.destinations.allows(eventDest)) {
      this.finish(subscription, pushes, 'forbidden', null);
      return;
    }
    const { outcome, httpStatus } = await this.post(subscription, pushes);
    if (this.hasEnded()) return;
    this.finish(subscription, pushes, outcome, httpStatus);
    if (outcome !== 'delivered' || !this.faults.isDoubled()) return;
    const again = await this.post(subscription, pushes);
    this.log(subscription, pushes, again.outcome, again.httpStatus);
  }

  private async post(
    { eventDest, token }: Subscription,
    pushes: readonly KeptPush[],
  ): Promise<{ outcome: DeliveryOutcome; httpStatus: number | null }> {
    const { world, scheduler, zoneOffsetMinutes } = this.parts;
    const events = this.findEvents(pushes.map(({ eventId }) => eventId));
    const controller = new AbortController();
    this.open.add(controller);
    const stopWaiting = scheduler.after(RECEIVER_TIME_MS, () => controller.abort());
    const body = pushBody(events, world, zoneOffsetMinutes);
    const result = await postPush({ eventDest, token, body }, controller.signal);
    stopWaiting();
    this.open.delete(controller);
    if (result.kind !== 'answered') return { outcome: result.kind, httpStatus: null };
    const { httpStatus } = result;
    return { outcome: httpStatus >= 200 && httpStatus < 300 ? 'delivered' : 'refused', httpStatus };
  }

  private finish(
    subscription: Subscription,
    pushes: readonly KeptPush[],
    outcome: DeliveryOutcome,
    httpStatus: number | null,
  ): void {
    for (const push of pushes) this.inFlight.delete(push);
    this.log(subscription, pushes, outcome, httpStatus);
    const isDone = outcome === 'delivered' || outcome === 'lost';
    const retry = this.retryOf(subscription);
    if (isDone) {
      retry.failures = 0;
      subscription.kept = subscription.kept.filter((push) => !pushes.includes(push));
      this.sendKept(subscription);
    } else {
      this.armRetry(subscription);
    }
    const { appKey: ownerAppKey } = subscription;
    this.parts.world.journal.record({ actor: DEVICE, kind: 'push-ended', ownerAppKey });
  }

  private armRetry(subscription: Subscription): void {
    const retry = this.retryOf(subscription);
    if (retry.isArmed || subscription.kept.length === 0) return;
    const waitMs = RETRY_WAITS_MS[Math.min(retry.failures, RETRY_WAITS_MS.length - 1)] ?? 0;
    retry.failures += 1;
    retry.isArmed = true;
    this.parts.scheduler.after(waitMs, () => {
      retry.isArmed = false;
      this.sendKept(subscription);
    });
  }

  /** The oldest first, and only while the user still wants them. */
  private sendKept(subscription: Subscription): void {
    if (this.hasEnded() || this.retryOf(subscription).isArmed) return;
    if (!this.parts.world.subscriptions.all().includes(subscription)) return;
    const tooOldMs = this.parts.nowMs() - MAX_KEPT_MS;
    this.drop(
      subscription,
      subscription.kept.filter(({ keptAtMs }) => keptAtMs < tooOldMs),
    );
    const next = subscription.kept.filter((push) => !this.inFlight.has(push)).slice(0, MAX_EVENTS_IN_PUSH);
    if (next.length > 0) this.send(subscription, next);
  }

  private drop(subscription: Subscription, pushes: readonly KeptPush[]): void {
    if (pushes.length === 0) return;
    subscription.kept = subscription.kept.filter((push) => !pushes.includes(push));
    this.log(subscription, pushes, 'dropped', null);
  }

  private log(
    { appKey, eventDest }: Subscription,
    pushes: readonly KeptPush[],
    outcome: DeliveryOutcome,
    httpStatus: number | null,
  ): void {
    const eventIds = pushes.map(({ eventId }) => eventId);
    this.deliveries.add({ appKey, eventDest, eventIds, outcome, httpStatus });
  }

  private retryOf(subscription: Subscription): RetryState {
    const retry = this.retries.get(subscription) ?? { failures: 0, isArmed: false };
    this.retries.set(subscription, retry);
    return retry;
  }

  private findEvents(eventIds: readonly string[]): AccessEvent[] {
    const wanted = new Set(eventIds);
    const found: AccessEvent[] = [];
    const all = this.parts.world.events.all();
    // Newest first: what is pushed was mostly recorded a moment ago.
    for (let index = all.length - 1; index >= 0 && wanted.size > 0; index -= 1) {
      const event = all[index];
      if (event !== undefined && wanted.delete(event.eventId)) found.unshift(event);
    }
    return found;
  }
}
