import fc from 'fast-check';
import { type EventEnvelope } from '../../../../src/platform/event-log/event-envelope.js';
import { instant, limit, visitId } from './drawn.js';
import { call, maybe, some } from './operation.js';
import { plain } from './plain.js';

const eventName = fc.constantFrom('a.one.v1', 'a.two.v1', 'b.one.v1');
const consumer = fc.constantFrom('first', 'second');
const position = fc.integer({ min: 0, max: 6 }).map(String);

export const EVENT_OPERATIONS = [
  call('publish', fc.tuple(eventName, some(visitId, 2), instant), (_storage, tx, [name, visitIds, at]) => {
    tx.pendingEvents.push({ name, data: { at: at.toISOString() }, visitIds, cause: { kind: 'time', ref: null } });
    return Promise.resolve();
  }),
  call(
    'eventReader.after',
    fc.tuple(position, maybe(some(eventName, 2)), limit),
    async ({ eventReader }, tx, [after, names, most]) => told(await eventReader.after(tx, after, names, most)),
  ),
  call(
    'eventReader.ofVisit',
    fc.tuple(visitId, maybe(position), limit),
    async ({ eventReader }, tx, [visit, cursor, most]) => told(await eventReader.ofVisit(tx, visit, cursor, most)),
  ),
  call('eventReader.epoch', fc.constant(null), ({ eventReader }, tx) => eventReader.epoch(tx)),
  call('consumers.register', consumer, ({ consumerPositions }, tx, name) => consumerPositions.register(tx, name)),
  call('consumers.tryLock', consumer, ({ consumerPositions }, tx, name) => consumerPositions.tryLock(tx, name)),
  call('consumers.move', fc.tuple(consumer, position), ({ consumerPositions }, tx, [name, to]) =>
    consumerPositions.move(tx, name, to),
  ),
  call('consumers.postpone', fc.tuple(consumer, instant), ({ consumerPositions }, tx, [name, at]) =>
    consumerPositions.postpone(tx, name, at),
  ),
  call('consumers.setAside', fc.tuple(consumer, position, instant), ({ consumerPositions }, tx, [name, at, when]) =>
    consumerPositions.setAside(tx, name, at, when),
  ),
  call(
    'consumers.eventsOf',
    fc.tuple(some(eventName, 2), fc.record({ position, head: position, limit })),
    async ({ consumerPositions }, tx, [names, range]) => told(await consumerPositions.eventsOf(tx, names, range)),
  ),
];

/** Ids are made by the hook. */
function told(events: readonly EventEnvelope[]): unknown {
  return plain(events.map((event) => ({ ...event, id: null })));
}
