import fc from 'fast-check';
import { NOTHING_KNOWN } from '../../../../src/modules/hikcentral-gateway/capabilities.js';
import { deletePerson } from '../../../../src/modules/hikcentral-gateway/operations/person-calls.js';
import { LANES } from '../../../../src/modules/hikcentral-gateway/hikcentral-gateway.js';
import { type ServerMemory } from '../../../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import { type ServerFromSettings } from '../../../../src/modules/hikcentral-gateway/persistence/server-store.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type Storage } from '../../../simulation/storage/storage.js';
import { callId, instant } from './drawn.js';
import { call, maybe, some, unordered } from './operation.js';
import { plain } from './plain.js';

const server: fc.Arbitrary<ServerFromSettings> = fc
  .record({ number: fc.constantFrom(1, 2), name: fc.constantFrom('one', 'two'), limit: fc.constantFrom(20, 30) })
  .map(({ number, name, limit }) => ({
    ...{ name, limit, windowMs: 60_000, revokeReserve: 5, appKey: `key-${number}`, appSecret: 'secret' },
    baseUrl: `https://hikcentral-${number}.test`,
  }));

const password = maybe(fc.constantFrom('one password', 'another'));
const pause = fc.record({ until: instant, reason: fc.constantFrom('rate-limited' as const, 'outage' as const) });
const memory = fc
  .record(
    {
      pause: maybe(pause),
      clock: maybe(fc.record({ offsetMs: fc.constant(5), isOff: fc.boolean() })),
      limit: maybe(fc.record({ limit: fc.constantFrom(10, 25), calmWindows: fc.constant(1), raiseAt: instant })),
      capabilities: maybe(fc.constant({ ...NOTHING_KNOWN, version: 'V3.1.0.0' })),
    },
    { requiredKeys: [] },
  )
  .map((drawn) => drawn as Partial<ServerMemory>);

/** Ids are made by the storage, so a server is named by its place. */
async function nth(storage: Storage, tx: Transaction, index: number): Promise<string | null> {
  return (await storage.serverStore.servers(tx))[index]?.id ?? null;
}

/** Nothing to ask of a server that is not there. */
function ofServer<Args>(
  name: string,
  args: fc.Arbitrary<Args>,
  run: (storage: Storage, tx: Transaction, id: string, args: Args) => Promise<unknown>,
) {
  return call(
    name,
    fc.tuple(fc.nat(1), args),
    async (storage, tx, [index, drawn]) => {
      const id = await nth(storage, tx, index);
      return id === null ? 'no such server' : run(storage, tx, id, drawn);
    },
    unordered,
  );
}

export const GATEWAY_OPERATIONS = [
  call('serverStore.saveFromSettings', fc.tuple(server, instant), ({ serverStore }, tx, [drawn, now]) =>
    serverStore.saveFromSettings(tx, drawn, now),
  ),
  call('serverStore.accesses', fc.constant(null), async ({ serverStore }, tx) =>
    nameless(await serverStore.accesses(tx)),
  ),
  call('serverStore.servers', fc.constant(null), async ({ serverStore }, tx) =>
    nameless(await serverStore.servers(tx)),
  ),
  call('serverStore.revisions', fc.constant(null), async ({ serverStore }, tx) => [
    ...(await serverStore.revisions(tx)).values(),
  ]),
  call('serverStore.pauseReasons', instant, ({ serverStore }, tx, now) => serverStore.pauseReasons(tx, now)),
  call('serverStore.isAnyClockOff', fc.constant(null), ({ serverStore }, tx) => serverStore.isAnyClockOff(tx)),
  call('serverStore.budgets', instant, async ({ serverStore }, tx, now) =>
    (await serverStore.budgets(tx, now)).map((budget) => ({ ...budget, serverId: null })),
  ),
  ofServer('serverStore.access', fc.constant(null), async ({ serverStore }, tx, id) => {
    const access = await serverStore.access(tx, id);
    return access === null ? null : nameless([access]);
  }),
  ofServer('serverStore.rememberOrganisation', fc.constant('7'), ({ serverStore }, tx, id, organisation) =>
    serverStore.rememberOrganisation(tx, id, organisation),
  ),
  ofServer('deletionPasswords.put', fc.tuple(password, instant), ({ deletionPasswords }, tx, id, [said, now]) =>
    deletionPasswords.put(tx, id, said, now),
  ),
  ofServer('deletionPasswords.state', fc.tuple(password, instant), ({ deletionPasswords }, tx, id, [said, now]) =>
    deletionPasswords.state(tx, id, said, now),
  ),
  ofServer('deletionPasswords.standingOf', instant, ({ deletionPasswords }, tx, id, now) =>
    deletionPasswords.standingOf(tx, id, now),
  ),
  ofServer('deletionPasswords.arm', instant, async ({ deletionPasswords }, tx, id, deadlineAt) => {
    const armed = await deletionPasswords.arm(tx, id, deletePerson('1'), deadlineAt);
    return armed && { effect: armed.effect, body: armed.body };
  }),
  ofServer(
    'deletionPasswords.learn',
    fc.tuple(fc.boolean(), instant, instant),
    ({ deletionPasswords }, tx, id, [isAccepted, bookedAt, now]) =>
      deletionPasswords.learn(tx, id, isAccepted, bookedAt, now),
  ),
  ofServer(
    'callLedger.book',
    fc.record({ id: callId, lane: fc.constantFrom(...LANES), bookedAt: instant, occupiesUntil: instant }),
    ({ callLedger }, tx, id, drawn) =>
      callLedger.book(tx, {
        ...drawn,
        serverId: id,
        epoch: 1,
        operation: 'read-version',
        deadlineAt: drawn.occupiesUntil,
      }),
  ),
  call(
    'callLedger.settle',
    fc.record({
      id: callId,
      outcome: fc.constantFrom('done' as const, 'unknown' as const),
      occupiesUntil: instant,
      answeredAt: maybe(instant),
    }),
    ({ callLedger }, tx, drawn) => callLedger.settle(tx, { ...drawn, vendorCode: null, httpStatus: null }),
  ),
  ofServer('callLedger.windowUse', instant, ({ callLedger }, tx, id, now) => callLedger.windowUse(tx, id, now)),
  ofServer('callLedger.occupied', instant, ({ callLedger }, tx, id, now) => callLedger.occupied(tx, id, now)),
  ofServer('callLedger.forgetBefore', instant, ({ callLedger }, tx, id, before) =>
    callLedger.forgetBefore(tx, id, before),
  ),
  ofServer('callLedger.remember', memory, ({ callLedger }, tx, id, news) => callLedger.remember(tx, id, news)),
  ofServer('callLedger.memory', fc.constant(null), ({ callLedger }, tx, id) => callLedger.memory(tx, id)),
  call('callLedger.holdsEpoch', fc.tuple(some(fc.nat(2)), fc.nat(2)), ({ callLedger }, tx, [, epoch]) =>
    callLedger.holdsEpoch(tx, 'https://hikcentral-1.test#key-1', epoch),
  ),
];

function nameless(rows: readonly { readonly id: string }[]): unknown {
  return plain(rows.map((row) => ({ ...row, id: null })));
}
