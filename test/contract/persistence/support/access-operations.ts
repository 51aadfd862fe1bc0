import fc from 'fast-check';
import { NOTHING_DESIRED } from '../../../../src/modules/access-control/domain/desired-access.js';
import { NO_FACTS, NO_LEVEL_FACTS } from '../../../../src/modules/access-control/domain/facts.js';
import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import {
  callId,
  cardholderId,
  cardholderNumber,
  guestId,
  instant,
  levelId,
  limit,
  serverId,
  visitId,
  visitNumber,
} from './drawn.js';
import { call, maybe, some, unordered } from './operation.js';
import { personCode, someAccess, someCardholder } from './rows.js';

const side = fc.constantFrom('taking' as const, 'giving' as const, 'cleaning' as const);
const step = fc.constantFrom('give-level' as const, 'read-members' as const, 'add-person' as const);
const status = fc.constantFrom('pending' as const, 'granted' as const, 'revoked' as const);
/** Without a limit that cuts: among those that are equally urgent PostgreSQL may choose any. */
const ALL = 500;

const settings = fc.constantFrom('', 'A', 'B');

const cardholder: fc.Arbitrary<Cardholder> = fc
  .record({
    number: cardholderNumber,
    next: maybe(fc.record({ step, side, dueAt: instant })),
    wantedAt: instant,
    changesAt: maybe(instant),
    held: some(levelId, 2),
    personId: maybe(fc.constantFrom('p1', 'p2')),
    seenRevision: fc.integer({ min: -1, max: 4 }),
    seenSettings: settings,
    openVisitIds: some(visitId),
    status,
    failedAt: maybe(instant),
    unrevokedSince: maybe(instant),
  })
  .map(({ number, changesAt, held, personId, failedAt, ...changes }) =>
    someCardholder(number, {
      ...changes,
      desired: { ...NOTHING_DESIRED, changesAtMs: changesAt?.getTime() ?? null },
      facts: {
        ...NO_FACTS,
        levels: Object.fromEntries(held.map((level) => [level, NO_LEVEL_FACTS])),
        person: { ...NO_FACTS.person, personId },
      },
      lastErrorCode: failedAt && 'INTERNAL',
      lastErrorAt: failedAt,
    }),
  );

const entry = fc
  .record({
    cardholderId,
    levelId,
    entry: fc.constantFrom('give', 'take', 'not_given', 'confirmed_gone'),
    callId,
    at: instant,
  })
  .map((drawn) => ({ ...drawn, visitIds: [], cause: 'visit' as const }));

const access = fc
  .record({ visit: visitNumber, number: cardholderNumber, isOpen: fc.boolean(), status, at: maybe(instant) })
  .map(({ visit, number, isOpen, status: shown, at }) =>
    someAccess(visit, number, {
      isOpen,
      status: shown,
      grantedAt: at,
      lastError: at && { code: 'NO_PHOTO', at },
      doors: [{ doorId: 'd', name: 'Door', status: 'applied', at, reason: null }],
    }),
  );

const level = fc
  .record({ levelId, name: fc.constantFrom('A', 'B'), hasDoors: fc.boolean(), fetchedAt: instant, serverId })
  .map(({ hasDoors, ...drawn }) => ({ ...drawn, doors: hasDoors ? [{ doorId: 'd', name: 'Door' }] : null }));

const suspension = fc.record({ guestId, reason: fc.constant('why'), at: instant, by: fc.constant('user') });

export const ACCESS_OPERATIONS = [
  call(
    'cardholders.guestsWithout',
    fc.tuple(serverId, some(guestId)),
    ({ cardholders }, tx, [server, ids]) => cardholders.guestsWithout(tx, server, ids),
    unordered,
  ),
  call(
    'cardholders.insert',
    fc.tuple(serverId, cardholderNumber, instant),
    ({ cardholders }, tx, [server, number, at]) => {
      const { id, guestId: guest } = someCardholder(number);
      return cardholders.insert(tx, server, [{ id, guestId: guest, personCode: personCode(number) }], at);
    },
  ),
  call('cardholders.lockOfGuests', fc.tuple(serverId, some(guestId)), ({ cardholders }, tx, [server, ids]) =>
    cardholders.lockOfGuests(tx, server, ids),
  ),
  call('cardholders.lockOfGuest', guestId, ({ cardholders }, tx, guest) => cardholders.lockOfGuest(tx, guest)),
  call('cardholders.lock', some(cardholderId), ({ cardholders }, tx, ids) => cardholders.lock(tx, ids)),
  call(
    'cardholders.lockDue',
    fc.tuple(serverId, side, instant, some(cardholderId)),
    ({ cardholders }, tx, [server, of, now, read]) => cardholders.lockDue(tx, server, of, now, read, ALL),
  ),
  call(
    'cardholders.nextDue',
    fc.tuple(serverId, side, instant, some(cardholderId)),
    ({ cardholders }, tx, [server, of, now, read]) => cardholders.nextDue(tx, server, of, now, read),
  ),
  call(
    'cardholders.setAside',
    fc.tuple(cardholderId, instant, instant, fc.boolean()),
    ({ cardholders }, tx, [id, now, restsUntil, owesRevocation]) =>
      cardholders.setAside(tx, id, { now, restsUntil, owesRevocation }),
  ),
  call(
    'cardholders.save',
    fc.uniqueArray(cardholder, { selector: ({ id }) => id, maxLength: 3 }),
    ({ cardholders }, tx, rows) => cardholders.save(tx, rows),
  ),
  call(
    'cardholders.straysOf',
    fc.tuple(serverId, instant),
    ({ cardholders }, tx, [server, now]) => cardholders.straysOf(tx, server, now, ALL),
    unordered,
  ),
  call('cardholders.strangersTo', fc.tuple(serverId, settings, instant, limit), ({ cardholders }, tx, drawn) => {
    const [server, seen, now, most] = drawn;
    return cardholders.strangersTo(tx, server, seen, now, most);
  }),
  call('cardholders.nextChangeAt', serverId, ({ cardholders }, tx, server) => cardholders.nextChangeAt(tx, server)),
  call(
    'cardholders.waitingUntil',
    fc.tuple(maybe(cardholderId), instant, instant),
    ({ cardholders }, tx, [id, from, now]) => cardholders.waitingUntil(tx, id, from, now),
  ),
  call('cardholders.find', cardholderId, ({ cardholders }, tx, id) => cardholders.find(tx, id)),
  call(
    'cardholders.list',
    fc.tuple(some(status), fc.boolean(), limit, maybe(cardholderId)),
    ({ cardholders }, tx, [statuses, isAttentionOnly, most, before]) =>
      cardholders.list(tx, { statuses, isAttentionOnly }, most, before),
  ),
  call(
    'cardholderDirectory',
    fc.tuple(serverId, some(cardholderNumber)),
    ({ cardholderDirectory }, tx, [server, numbers]) =>
      cardholderDirectory.guestIdsByPersonCode(tx, server, numbers.map(personCode)),
  ),
  call(
    'cardholderDirectory.recentPersonCodes',
    fc.tuple(serverId, instant, maybe(cardholderNumber), limit),
    ({ cardholderDirectory }, tx, [server, endAfter, number, most]) => {
      const after = number === null ? null : personCode(number);
      return cardholderDirectory.recentPersonCodes(tx, server, { endAfter, after, limit: most });
    },
  ),
  call('serverUse', serverId, ({ serverUse }, tx, server) => serverUse.countCardholders(tx, server)),
  call('accessLedger.append', some(entry, 4), ({ accessLedger }, tx, entries) => accessLedger.append(tx, entries)),
  call('accessLedger.historyOf', fc.tuple(cardholderId, limit), async ({ accessLedger }, tx, [cardholder, most]) =>
    (await accessLedger.historyOf(tx, cardholder, most, null)).map((row) => ({ ...row, id: null })),
  ),
  call('accessLedger.openLevels', some(cardholderId), ({ accessLedger }, tx, ids) => accessLedger.openLevels(tx, ids)),
  call('accessLevels.replace', fc.tuple(serverId, some(level)), ({ accessLevels }, tx, [server, levels]) =>
    accessLevels.replace(tx, server, levels),
  ),
  call('accessLevels.learnDoors', fc.tuple(serverId, levelId), ({ accessLevels }, tx, [server, of]) =>
    accessLevels.learnDoors(tx, server, of, [{ doorId: 'learnt', name: 'Learnt' }]),
  ),
  call('accessLevels.all', fc.constant(null), ({ accessLevels }, tx) => accessLevels.all(tx)),
  call('accessLevels.doorsOf', serverId, ({ accessLevels }, tx, server) => accessLevels.doorsOf(tx, server)),
  call('accessLevels.oldestFetchAt', serverId, ({ accessLevels }, tx, server) =>
    accessLevels.oldestFetchAt(tx, server),
  ),
  call('visitAccess.save', some(access), ({ visitAccess }, tx, rows) => visitAccess.save(tx, rows)),
  call(
    'visitAccess.unsettledOf',
    some(cardholderId),
    ({ visitAccess }, tx, ids) => visitAccess.unsettledOf(tx, ids),
    unordered,
  ),
  call('visitAccess.blameOurselves', fc.tuple(cardholderId, instant), ({ visitAccess }, tx, [id, now]) =>
    visitAccess.blameOurselves(tx, id, now),
  ),
  call('visitAccess.ofVisits', some(visitId), ({ visitAccess }, tx, ids) => visitAccess.ofVisits(tx, ids), unordered),
  call('suspensions.suspend', suspension, ({ suspensions }, tx, drawn) => suspensions.suspend(tx, drawn)),
  call('suspensions.resume', suspension, ({ suspensions }, tx, drawn) => suspensions.resume(tx, drawn)),
  call('suspensions.activeOf', some(guestId), ({ suspensions }, tx, ids) => suspensions.activeOf(tx, ids)),
];
