import fc from 'fast-check';
import { FINDING_KINDS, NO_FINDINGS } from '../../../../src/modules/access-control/domain/drift-findings.js';
import {
  type DriftCheck,
  type NewDriftFinding,
} from '../../../../src/modules/access-control/persistence/drift-check.js';
import { cardholderId, cardholderNumber, guestId, instant, levelId, limit, serverId } from './drawn.js';
import { call, maybe, some, unordered } from './operation.js';
import { id, personCode } from './rows.js';

const checkId = fc.constantFrom(id('call', 11), id('call', 12), id('call', 13));
const code = cardholderNumber.map(personCode);

const check: fc.Arbitrary<DriftCheck> = fc
  .record({ id: checkId, serverId, requestedAt: instant, finishedAt: maybe(instant), approvedAt: maybe(instant) })
  .map((drawn) => ({
    ...drawn,
    status: drawn.finishedAt === null ? ('queued' as const) : ('completed' as const),
    ...{ origin: 'schedule', isDryRun: false, startedAt: null, personsTotal: 3, errorCode: null, counts: NO_FINDINGS },
    ...{ callsSpent: 1, personsRead: 2, levelsRead: 3, mended: 4 },
  }));

const finding: fc.Arbitrary<NewDriftFinding> = fc.record({
  kind: fc.oneof(fc.constant('unknown_person' as const), fc.constantFrom(...FINDING_KINDS)),
  cardholderId: maybe(cardholderId),
  personCode: code,
  levelIds: some(levelId, 1),
  differs: fc.constant([]),
  isMended: fc.boolean(),
  hikcentral: fc.constant(null),
  record: fc.constant(null),
});

/** A check is asked for before anything of it is known. */
const asked = check.map((drawn): DriftCheck => ({ ...drawn, status: 'queued' }));

export const UPKEEP_OPERATIONS = [
  call('driftChecks.insert', asked, ({ driftChecks }, tx, drawn) => driftChecks.insert(tx, drawn)),
  call('driftChecks.save', check, ({ driftChecks }, tx, drawn) => driftChecks.save(tx, drawn)),
  call('driftChecks.find', checkId, ({ driftChecks }, tx, one) => driftChecks.find(tx, one)),
  call('driftChecks.lock', checkId, ({ driftChecks }, tx, one) => driftChecks.lock(tx, one)),
  call('driftChecks.list', fc.tuple(limit, maybe(fc.tuple(instant, checkId))), ({ driftChecks }, tx, [most, before]) =>
    driftChecks.list(tx, most, before),
  ),
  call('driftChecks.nextOpen', serverId, ({ driftChecks }, tx, server) => driftChecks.nextOpen(tx, server)),
  call(
    'driftChecks.addFindings',
    fc.tuple(checkId, serverId, some(finding), instant),
    ({ driftChecks }, tx, [one, server, findings, now]) =>
      driftChecks.addFindings(tx, { id: one, serverId: server }, findings, now),
  ),
  call('driftChecks.forgetFindings', checkId, ({ driftChecks }, tx, one) => driftChecks.forgetFindings(tx, one)),
  call('driftChecks.countFindings', checkId, ({ driftChecks }, tx, one) => driftChecks.countFindings(tx, one)),
  call('driftChecks.findings', fc.tuple(checkId, limit), async ({ driftChecks }, tx, [one, most]) =>
    // Numbers of rows that were taken back are given again by nobody, but not by everybody in the same way.
    (await driftChecks.findings(tx, one, most)).map((found) => ({ ...found, id: null })),
  ),
  call('driftChecks.mendedSince', fc.tuple(some(cardholderId), instant), ({ driftChecks }, tx, [ids, since]) =>
    driftChecks.mendedSince(tx, ids, since),
  ),
  call('driftChecks.takenOutSince', fc.tuple(serverId, instant), ({ driftChecks }, tx, [server, since]) =>
    driftChecks.takenOutSince(tx, server, since),
  ),
  call('driftChecks.approvedCodes', fc.tuple(serverId, some(code)), ({ driftChecks }, tx, [server, codes]) =>
    driftChecks.approvedCodes(tx, server, codes),
  ),
  call('driftChecks.schedule', fc.tuple(serverId, instant), ({ driftChecks }, tx, [server, at]) =>
    driftChecks.schedule(tx, server, at),
  ),
  call('driftChecks.saveSchedule', fc.tuple(serverId, instant), ({ driftChecks }, tx, [server, dueAt]) =>
    driftChecks.saveSchedule(tx, server, { dueAt, nextOffset: 7 }),
  ),
  call('driftChecks.forget', fc.record({ quiet: instant, telling: instant }), ({ driftChecks }, tx, before) =>
    driftChecks.forget(tx, before),
  ),
  call(
    'driftCandidates.byCodes',
    fc.tuple(serverId, some(code)),
    ({ driftCandidates }, tx, [server, codes]) => driftCandidates.byCodes(tx, server, codes),
    unordered,
  ),
  call(
    'driftCandidates.byPersonIds',
    serverId,
    ({ driftCandidates }, tx, server) => driftCandidates.byPersonIds(tx, server, ['p1', 'p2']),
    unordered,
  ),
  call(
    'driftCandidates.holdersOf',
    fc.tuple(serverId, levelId),
    ({ driftCandidates }, tx, [server, level]) => driftCandidates.holdersOf(tx, server, level),
    unordered,
  ),
  call(
    'driftCandidates.withPerson',
    fc.tuple(serverId, limit, maybe(cardholderId)),
    ({ driftCandidates }, tx, [server, most, after]) => driftCandidates.withPerson(tx, server, most, after),
  ),
  call('driftCandidates.levelsEverGiven', serverId, ({ driftCandidates }, tx, server) =>
    driftCandidates.levelsEverGiven(tx, server),
  ),
  call('serverAdoptions.isAdopted', fc.tuple(serverId, instant), ({ serverAdoptions }, tx, [server, now]) =>
    serverAdoptions.isAdopted(tx, server, now),
  ),
  call('serverAdoptions.adopt', fc.tuple(serverId, instant), ({ serverAdoptions }, tx, [server, now]) =>
    serverAdoptions.adopt(tx, server, 'user', now),
  ),
  call(
    'personRemovals.append',
    fc.record({ cardholderId, guestId, serverId, personCode: code, askedAt: instant }),
    ({ personRemovals }, tx, drawn) =>
      personRemovals.append(tx, [{ ...drawn, cause: 'retention', callId: id('call', 1), verifiedAt: drawn.askedAt }]),
  ),
  call('expiredPhotos.lockGuests', fc.tuple(instant, limit), ({ expiredPhotos }, tx, [before, most]) =>
    expiredPhotos.lockGuests(tx, before, most),
  ),
  call(
    'expiredPhotos.forget',
    fc.tuple(some(guestId), instant, instant),
    ({ expiredPhotos }, tx, [ids, before, now]) => expiredPhotos.forget(tx, ids, before, now),
    unordered,
  ),
];
