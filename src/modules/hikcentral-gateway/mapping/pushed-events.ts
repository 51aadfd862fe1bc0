import { type PushedEvent } from '../operations/event-subscriptions.js';
import { type OnSkipped } from '../operations/operation.js';
import { eventTime, readEventType } from './doors.js';
import { resultOf } from './event-types.js';
import { fail, Fields, readItems } from './fields.js';

/**
 * The events of one push. What was pushed is anybody's word: an event that cannot be read is left out and hides none of its
 * neighbours; `onSkipped` is told how many. Which `ability` it names is not looked at, since that is not confirmed for HikCentral.
 * @throws GATEWAY.UNEXPECTED_RESPONSE when it is no push of events at all, and nothing else
 */
export function readPushedEvents(body: unknown, onSkipped?: OnSkipped): readonly PushedEvent[] {
  const params = Fields.of(Fields.of(body, 'push').raw('params'), 'params');
  if (!params.has('events')) fail('events is missing');
  const { items, rawCount } = readItems(params.raw('events'), 'events', readPushedEvent);
  if (items.length < rawCount) onSkipped?.(rawCount - items.length);
  return items;
}

/** Each field of `data` may be absent, and `data` too (receivers in the field). */
function readPushedEvent(event: Fields): PushedEvent {
  const eventType = readEventType(event);
  const data = event.child('data');
  const isOfDoor = (event.text('srcType') ?? 'door').toLowerCase() === 'door';
  return {
    eventId: event.requiredId('eventId'),
    eventType,
    result: resultOf(eventType),
    occurredAt: eventTime(event, 'happenTime') ?? fail('happenTime is no time of an event'),
    doorId: isOfDoor ? event.id('srcIndex') : null,
    doorName: (isOfDoor ? event.text('srcName') : null) ?? '',
    personId: data?.id('personId') ?? null,
    personCode: data?.id('personCode') ?? null,
    readerId: data?.id('readerIndexCode') ?? null,
    pictureUri: data?.text('picUri') ?? null,
  };
}
