import fc from 'fast-check';
import { type Door } from '../../../../src/modules/monitoring/domain/door-map.js';
import { type ForeignPassage } from '../../../../src/modules/monitoring/domain/passage.js';
import {
  type PassageAtDoor,
  type PassageFilter,
} from '../../../../src/modules/monitoring/persistence/passage.repository.js';
import { doorId, instant, limit, serverId, visitId } from './drawn.js';
import { call, maybe, some } from './operation.js';
import { plain } from './plain.js';
import { id, somePassage } from './rows.js';

const direction = maybe(fc.constantFrom('entry' as const, 'exit' as const));
const result = fc.constantFrom('granted' as const, 'denied' as const);
const passageNumber = fc.integer({ min: 1, max: 5 });
const passageId = passageNumber.map((number) => id('passage', number));

const door: fc.Arbitrary<Door> = fc.record({
  serverId,
  doorId,
  name: fc.constantFrom('East', 'West'),
  direction,
  readers: some(fc.record({ readerId: fc.constantFrom('r1', 'r2'), direction }), 2),
  editedAt: maybe(instant),
});
const doors = fc.uniqueArray(door, { selector: (one) => `${one.serverId} ${one.doorId}`, maxLength: 3 });

const eventId = passageNumber.map((number) => `event-${number}`);

const passage = fc
  .record({
    number: passageNumber,
    eventNumber: passageNumber,
    serverId,
    doorId,
    direction,
    result,
    occurredAt: instant,
  })
  .map(({ number, eventNumber, ...changes }) => somePassage(number, { ...changes, eventId: `event-${eventNumber}` }));

const foreign: fc.Arbitrary<ForeignPassage> = fc.record({
  eventKey: fc.constantFrom(Buffer.from([1]), Buffer.from([2]), Buffer.from([3])),
  serverId,
  doorId,
  eventType: fc.constant(1),
  occurredAt: instant,
  receivedAt: instant,
});

const filter = fc
  .record(
    {
      visitId,
      doorId,
      direction: fc.constantFrom('entry' as const, 'exit' as const),
      result,
      from: instant,
      to: instant,
    },
    { requiredKeys: [] },
  )
  .map((drawn) => drawn as PassageFilter);

export const MONITORING_OPERATIONS = [
  call('doors.save', doors, ({ doors: repository }, tx, drawn) => repository.save(tx, drawn)),
  call('doors.list', fc.tuple(doors, fc.boolean(), instant), ({ doors: repository }, tx, [drawn, isOnline, at]) =>
    repository.list(
      tx,
      drawn.map((one) => ({ ...one, isOnline })),
      at,
    ),
  ),
  call(
    'doors.keepClockOffsets',
    fc.tuple(serverId, doorId, fc.constantFrom(-3_000_000_000, 0, 12_000), instant),
    ({ doors: repository }, tx, [server, ofDoor, offsetMs, at]) =>
      repository.keepClockOffsets(tx, server, [{ doorId: ofDoor, offsetMs }], at),
  ),
  call('doors.watched', fc.constant(null), ({ doors: repository }, tx) => repository.watched(tx)),
  call('doors.lock', fc.tuple(serverId, some(doorId)), async ({ doors: repository }, tx, [server, ids]) =>
    [...(await repository.lock(tx, server, ids)).values()].map(doorOnly),
  ),
  call('doors.lockUnedited', serverId, async ({ doors: repository }, tx, server) =>
    (await repository.lockUnedited(tx, server)).map(doorOnly),
  ),
  call('doors.lockOne', doorId, async ({ doors: repository }, tx, one) => doorOnly(await repository.lockOne(tx, one))),
  call('doors.lastListedAt', serverId, ({ doors: repository }, tx, server) => repository.lastListedAt(tx, server)),
  call(
    'doors.page',
    fc.tuple(maybe(fc.record({ name: fc.constantFrom('East', 'West'), serverId, doorId })), limit),
    async ({ doors: repository }, tx, [after, most]) => (await repository.page(tx, after, most)).map(doorOnly),
  ),
  call('passages.add', some(passage), ({ passages }, tx, drawn) => passages.add(tx, drawn)),
  call('passages.addForeign', some(foreign), ({ passages }, tx, drawn) => passages.addForeign(tx, drawn)),
  call('passages.attach', fc.record({ passageId, visitId }), ({ passages }, tx, drawn) => passages.attach(tx, [drawn])),
  call(
    'passages.page',
    fc.tuple(filter, maybe(fc.record({ occurredAt: instant, id: passageId })), limit),
    async ({ passages }, tx, [asked, after, most]) => (await passages.page(tx, asked, after, most)).map(passageOnly),
  ),
  call(
    'passages.lastGrantedOfVisits',
    some(visitId),
    async ({ passages }, tx, ids) =>
      new Map([...(await passages.lastGrantedOfVisits(tx, ids))].map(([visit, last]) => [visit, passageOnly(last)])),
  ),
  call('passages.forget', fc.tuple(instant, fc.constantFrom(1, 2, 100)), ({ passages }, tx, [before, atMost]) =>
    passages.forget(tx, before, atMost),
  ),
  call('passages.forgetForeign', fc.tuple(instant, fc.constantFrom(1, 2, 100)), ({ passages }, tx, [before, atMost]) =>
    passages.forgetForeign(tx, before, atMost),
  ),
  call('passages.storedEventIds', fc.tuple(serverId, some(eventId)), ({ passages }, tx, [server, ids]) =>
    passages.storedEventIds(tx, server, ids),
  ),
  call('passageRings.ring', fc.tuple(serverId, instant), ({ passageRings }, tx, [server, at]) =>
    passageRings.ring(tx, server, at),
  ),
  call('lateRounds.find', serverId, ({ lateRounds }, tx, server) => lateRounds.find(tx, server)),
  call(
    'lateRounds.save',
    fc.tuple(serverId, fc.record({ startedAt: instant, after: maybe(eventId), endedAt: maybe(instant) })),
    ({ lateRounds }, tx, [server, round]) => lateRounds.save(tx, server, round),
  ),
  call('passageRings.count', serverId, ({ passageRings }, tx, server) => passageRings.count(tx, server)),
  call('readingPositions.ofServer', serverId, ({ readingPositions }, tx, server) =>
    readingPositions.ofServer(tx, server),
  ),
  call(
    'readingPositions.move',
    fc.tuple(serverId, fc.constantFrom(0, 7, 8), instant, instant),
    ({ readingPositions }, tx, [server, eventType, resumeFrom, completeTo]) =>
      readingPositions.move(tx, server, eventType, { resumeFrom, completeTo }, completeTo),
  ),
  call('readingPositions.all', fc.constant(null), ({ readingPositions }, tx) => readingPositions.all(tx)),
];

/** Without the columns that are not a door's. */
function doorOnly(one: Door | null): unknown {
  if (one === null) return null;
  const { serverId: server, doorId: ofDoor, name, direction: leads, readers, editedAt } = one;
  return plain({ server, ofDoor, name, leads, readers, editedAt });
}

/** Without the door that the database joined. */
function passageOnly(one: PassageAtDoor): unknown {
  return plain(Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'door')));
}
