import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type Storage } from '../../../simulation/storage/storage.js';
import { type Operation } from './operation.js';
import { id, minute, personCode, someCardholder, someGuest, somePhoto, someVisit } from './rows.js';

function first(name: string, run: (storage: Storage, tx: Transaction) => Promise<unknown>): Operation {
  return { name, args: null, run };
}

/** Three guests with a visit each, two of them with a photo and a cardholder; two servers; a consumer. */
export const SOMEBODY: readonly Operation[] = [
  ...[1, 2, 3].flatMap((number) => [
    first('guest', ({ guests }, tx) => guests.insert(tx, someGuest(number, { studentId: number === 1 ? 'S1' : null }))),
    first('visit', ({ visits }, tx) => visits.insert(tx, someVisit(number, number))),
  ]),
  ...[1, 2].flatMap((number) => [
    first('photo', ({ guests }, tx) => guests.putPhoto(tx, somePhoto(number))),
    first('cardholder', ({ cardholders }, tx) => {
      const made = { id: id('cardholder', number), guestId: id('guest', number), personCode: personCode(number) };
      return cardholders.insert(tx, id('server', 1), [made], minute(0));
    }),
    first('plan', ({ cardholders }, tx) => {
      const next = { step: 'read-members', side: 'taking', dueAt: minute(0) } as const;
      return cardholders.save(tx, [someCardholder(number, { next, openVisitIds: [id('visit', number)] })]);
    }),
    first('server', ({ serverStore }, tx) => {
      const [baseUrl, appKey] = [`https://hikcentral-${number}.test`, `key-${number}`];
      const limits = { limit: 20, windowMs: 60_000, revokeReserve: 5 };
      return serverStore.saveFromSettings(
        tx,
        { name: 'one', baseUrl, appKey, appSecret: 'secret', ...limits },
        minute(number),
      );
    }),
  ]),
  first('consumer', ({ consumerPositions }, tx) => consumerPositions.register(tx, 'first')),
];
