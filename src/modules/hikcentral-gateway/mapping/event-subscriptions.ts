import { type EventSubscription } from '../operations/event-subscriptions.js';
import { type OnSkipped } from '../operations/operation.js';
import { Fields, isNothing, readItems } from './fields.js';

/** `data` is `""` when there is none (HikCentral OpenAPI guide). @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readSubscriptions(data: unknown, onSkipped?: OnSkipped): readonly EventSubscription[] {
  if (isNothing(data)) return [];
  const { items, rawCount } = readItems(Fields.of(data, 'data').raw('detail'), 'detail', readSubscription);
  if (items.length < rawCount) onSkipped?.(rawCount - items.length);
  return items;
}

function readSubscription(subscription: Fields): EventSubscription {
  const types = subscription.raw('eventTypes');
  const passBack = subscription.number('passBack');
  return {
    eventTypes: (Array.isArray(types) ? types : [types]).map(toEventType).filter((type) => type !== null),
    // It may come back with blanks around it (seen in the field).
    destination: subscription.requiredText('eventDest').trim(),
    keepsMissed: passBack === null ? null : passBack === 1,
  };
}

function toEventType(value: unknown): number | null {
  return Fields.of({ value }, 'event type').number('value');
}
