import { readSubscriptions } from '../mapping/event-subscriptions.js';
import { assertLength, assertRange } from '../mapping/limits.js';
import { type EventSubscription } from './event-subscriptions.js';
import { type Operation } from './operation.js';

/** How many types one subscription names, and how long its address may be (HikCentral OpenAPI guide). */
export const MAX_SUBSCRIBED_TYPES = 256;
export const MAX_DESTINATION_LENGTH = 1_024;

const SUBSCRIPTIONS = '/artemis/api/eventService/v1';
const MAX_EVENT_TYPE = 2_147_483_647;
/** It comes back as a header (seen in the field), so it must be able to be one; the length is our rule. */
const TOKEN_FORM = /^[\x21-\x7e]{1,256}$/;

export interface EventSubscriptionToSend {
  /** 1–256. */
  readonly eventTypes: readonly number[];
  /** http or https, at most 1024 characters. */
  readonly destination: string;
  /** 1–256 visible ASCII characters; comes back as the header `token` of each push (seen in the field). */
  readonly token: string | null;
  /** Keeps at most 500 events for at most a day while we are not reached, and sends them later (HikCentral OpenAPI guide). */
  readonly keepsMissed: boolean;
}

/** The same user's subscriptions are merged, so it may be said at every start (HikCentral OpenAPI guide). @throws RangeError */
export function subscribeToEvents(subscription: EventSubscriptionToSend): Operation<void> {
  const { eventTypes, destination, token, keepsMissed } = subscription;
  if (token !== null && !TOKEN_FORM.test(token)) {
    throw new RangeError('the token must have 1 to 256 visible ASCII characters');
  }
  return {
    name: 'subscribe-to-events',
    effect: 'repeatable',
    path: `${SUBSCRIPTIONS}/eventSubscriptionByEventTypes`,
    body: {
      eventTypes: toEventTypes(eventTypes),
      eventDest: toDestination(destination),
      ...(token !== null && { token }),
      passBack: keepsMissed ? 1 : 0,
    },
    read: () => undefined,
  };
}

/** @throws RangeError outside 1–256 types */
export function unsubscribeFromEvents(eventTypes: readonly number[]): Operation<void> {
  return {
    name: 'unsubscribe-from-events',
    effect: 'repeatable',
    path: `${SUBSCRIPTIONS}/eventUnSubscriptionByEventTypes`,
    body: { eventTypes: toEventTypes(eventTypes) },
    read: () => undefined,
  };
}

/** What this user has subscribed to; empty when nothing. */
export function readEventSubscriptions(): Operation<readonly EventSubscription[]> {
  return {
    name: 'read-event-subscriptions',
    effect: 'read',
    path: `${SUBSCRIPTIONS}/eventSubscriptionView`,
    body: {},
    read: readSubscriptions,
  };
}

function toEventTypes(eventTypes: readonly number[]): readonly number[] {
  assertRange('number of event types', eventTypes.length, 1, MAX_SUBSCRIBED_TYPES);
  for (const eventType of eventTypes) assertRange('event type', eventType, 0, MAX_EVENT_TYPE);
  return eventTypes;
}

function toDestination(destination: string): string {
  assertLength('destination', destination, 1, MAX_DESTINATION_LENGTH);
  const protocol = URL.canParse(destination) ? new URL(destination).protocol : null;
  if (protocol === 'http:' || protocol === 'https:') return destination;
  throw new RangeError('the destination must be an address of http or https');
}
