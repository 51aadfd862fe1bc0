import fc from 'fast-check';
import { type VisitFact } from '../../../../src/modules/visits/domain/visit-facts.js';
import { type VisitProgress } from '../../../../src/modules/visits/persistence/visit-repository.js';
import { guestId, guestNumber, hostEmail, instant, limit, visitId, visitNumber } from './drawn.js';
import { call, maybe, some } from './operation.js';
import { id, minute, someGuest, somePhoto, someVisit } from './rows.js';

const studentId = maybe(fc.constantFrom('S1', 'S2'));
const fingerprint = maybe(fc.constantFrom(Buffer.from([1]), Buffer.from([2])));
const sealedWith = (print: Buffer | null) => ({
  identityFingerprint: print,
  identityNumberSealed: print && Buffer.from([9]),
});
const status = fc.constantFrom('expected' as const, 'checked_in' as const, 'checked_out' as const);
const dueRules = fc.record({ autoCloseGraceMs: fc.constantFrom(0, 3_600_000), isAutoCloseOn: fc.boolean() });

/** As a fold would leave a visit: the table checks that its columns agree. */
const progress: fc.Arbitrary<VisitProgress> = fc
  .record({ id: visitId, version: fc.integer({ min: 1, max: 5 }), kind: fc.nat(5), at: instant, other: maybe(instant) })
  .map(({ id: visit, version, kind, at, other }): VisitProgress => {
    const base = { id: visit, version, overstayedAt: null, seenLeavingAt: null, closesAt: null };
    const open = { ...base, checkedOutAt: null, closedReason: null };
    switch (kind) {
      case 0:
        return { ...open, status: 'expected', checkedInAt: null };
      case 1:
        return { ...open, status: 'checked_in', checkedInAt: at, closesAt: other };
      case 2:
        return { ...open, status: 'checked_in', checkedInAt: at, overstayedAt: other };
      case 3:
        return {
          ...base,
          status: 'checked_out',
          checkedInAt: at,
          checkedOutAt: at,
          closedReason: 'expired',
          seenLeavingAt: other,
        };
      case 4:
        return { ...base, status: 'checked_out', checkedInAt: other, checkedOutAt: at, closedReason: 'exit' };
      default:
        return { ...base, status: 'cancelled', checkedInAt: null, checkedOutAt: null, closedReason: 'cancelled' };
    }
  });

const fact: fc.Arbitrary<VisitFact> = fc
  .record({ eventId: fc.constantFrom('a', 'b', 'c'), occurredAt: instant, kind: fc.nat(3) })
  .map(({ eventId, occurredAt, kind }): VisitFact => {
    const base = { eventId, occurredAt };
    if (kind === 0) return { ...base, kind: 'check_in' };
    if (kind === 1) return { ...base, kind: 'exit_policy', exitPolicy: 'until_end' };
    if (kind === 2)
      return { ...base, kind: 'passage', passageId: id('passage', 1), direction: null, result: 'granted' };
    return { ...base, kind: 'close', status: 'checked_out', closedReason: 'manual', endedAt: occurredAt };
  });

const filter = fc.record({
  statuses: some(status),
  kind: maybe(fc.constantFrom('guest' as const, 'student' as const)),
  hostEmail: maybe(hostEmail),
  ownHostEmail: maybe(hostEmail),
  from: maybe(instant),
  to: maybe(instant),
  text: maybe(fc.constantFrom('guest 1', 'GUEST', '%', 'S1', 'site.test')),
  identityFingerprint: fingerprint,
  accessStatus: maybe(fc.constantFrom('pending' as const, 'granted' as const)),
  after: maybe(fc.record({ createdAt: visitNumber.map(minute), id: visitId })),
});

export const VISIT_OPERATIONS = [
  call('guests.insert', fc.tuple(guestNumber, studentId, fingerprint), ({ guests }, tx, [number, student, print]) =>
    guests.insert(tx, someGuest(number, { studentId: student, ...sealedWith(print) })),
  ),
  call(
    'guests.touch',
    fc.tuple(guestId, instant, studentId, fingerprint),
    ({ guests }, tx, [guest, at, student, print]) =>
      guests.touch(tx, guest, at, { studentId: student, ...sealedWith(print), consentAt: at }),
  ),
  call(
    'guests.lockSharingKeys',
    fc.record({ id: maybe(guestId), identityFingerprint: fingerprint, studentId }),
    ({ guests }, tx, search) => guests.lockSharingKeys(tx, search),
  ),
  call('guests.formerKeysOf', guestId, ({ guests }, tx, guest) => guests.formerKeysOf(tx, guest)),
  call('guests.isGuestOfHost', fc.tuple(guestId, hostEmail), ({ guests }, tx, [guest, email]) =>
    guests.isGuestOfHost(tx, guest, email),
  ),
  call('guests.putPhoto', guestNumber, ({ guests }, tx, number) => guests.putPhoto(tx, somePhoto(number))),
  call('guests.photoOf', guestId, ({ guests }, tx, guest) => guests.photoOf(tx, guest)),
  call('guests.deletePhoto', guestId, ({ guests }, tx, guest) => guests.deletePhoto(tx, guest)),
  call(
    'visits.insert',
    fc.tuple(visitNumber, guestNumber, instant, hostEmail),
    ({ visits }, tx, [number, guest, at, host]) =>
      visits.insert(
        tx,
        someVisit(number, guest, { validFrom: at, validTo: new Date(at.getTime() + 3_600_000), hostEmail: host }),
      ),
  ),
  call('visits.update', fc.tuple(visitId, maybe(fc.constant('why'))), ({ visits }, tx, [visit, purpose]) =>
    visits.update(tx, visit, { purpose }),
  ),
  call('visits.lock', fc.tuple(visitId, maybe(hostEmail)), ({ visits }, tx, [visit, own]) =>
    visits.lock(tx, visit, own),
  ),
  call('visits.lockAround', fc.tuple(some(guestId), instant, instant), ({ visits }, tx, [guests, from, to]) =>
    visits.lockAround(tx, guests, { from, to }),
  ),
  call('visits.lockMany', some(visitId), ({ visits }, tx, ids) => visits.lockMany(tx, ids)),
  call(
    'visits.saveProgress',
    fc.tuple(fc.uniqueArray(progress, { selector: ({ id: visit }) => visit, maxLength: 3 }), some(guestId), instant),
    ({ visits }, tx, [rows, guests, at]) => visits.saveProgress(tx, rows, guests, at),
  ),
  call('visits.addFacts', some(fc.record({ visitId, fact })), ({ visits }, tx, facts) => visits.addFacts(tx, facts)),
  call('visits.removeFacts', some(fc.record({ visitId, fact })), ({ visits }, tx, facts) =>
    visits.removeFacts(tx, facts),
  ),
  call('visits.factsOf', some(visitId), ({ visits }, tx, ids) => visits.factsOf(tx, ids)),
  call('visits.find', fc.tuple(visitId, maybe(hostEmail)), ({ visits }, tx, [visit, own]) =>
    visits.find(tx, visit, own),
  ),
  call('visits.openIdsOf', guestId, ({ visits }, tx, guest) => visits.openIdsOf(tx, guest)),
  call('visits.list', fc.tuple(filter, limit), ({ visits }, tx, [asked, most]) => visits.list(tx, asked, most)),
  call('visits.dueIds', fc.tuple(instant, instant, dueRules, limit), ({ visits }, tx, [now, knownTo, rules, most]) =>
    visits.dueIds(tx, { now, knownTo }, rules, most),
  ),
  call('visits.nextDueAt', fc.tuple(instant, dueRules), ({ visits }, tx, [now, rules]) =>
    visits.nextDueAt(tx, now, rules),
  ),
  call('visits.keepAccessStatus', visitId, ({ visits }, tx, visit) =>
    visits.keepAccessStatus(tx, new Map([[visit, 'granted']])),
  ),
  call('claims.claimsOf', some(guestId), ({ claims }, tx, ids) => claims.claimsOf(tx, ids)),
  call('guestDirectory.guestsById', some(guestId), ({ guestDirectory }, tx, ids) => guestDirectory.guestsById(tx, ids)),
  call('guestDirectory.onSite', instant, ({ guestDirectory }, tx, now) => guestDirectory.onSite(tx, now)),
];
