import { type Transaction } from '../../../src/platform/database/transaction.js';
import { describeEachStorage } from './support/each-storage.js';
import { due, keep, NOW, numbersOf, SERVER } from './support/kept-cardholders.js';
import { id, minute, someCardholder } from './support/rows.js';

describeEachStorage('cardholders with a next step', (world) => {
  const inOne = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world().storage.unitOfWork.run(work);

  it('are due at the very instant, on their side and server only', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      const late = new Date(NOW.getTime() + 1);
      await keep(world(), tx, [
        due(1, NOW),
        due(2, late),
        someCardholder(3, { next: { step: 'take-level', side: 'taking', dueAt: NOW } }),
        someCardholder(4),
      ]);
      const lockDue = (server: string) => storage.cardholders.lockDue(tx, server, 'giving', NOW, [], 10);
      expect(numbersOf(await lockDue(SERVER))).toEqual([1]);
      expect(await lockDue(id('server', 2))).toEqual([]);
    });
  });

  it('are chosen by when they are wanted, then by when they were due, and locked by id', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      await keep(world(), tx, [
        due(1, minute(-1), { wantedAt: minute(9) }),
        due(2, minute(-1), { wantedAt: minute(5) }),
        due(3, minute(-3), { wantedAt: minute(5) }),
        due(4, minute(-1), { wantedAt: minute(1) }),
      ]);
      const lockDue = (limit: number) => storage.cardholders.lockDue(tx, SERVER, 'giving', NOW, [], limit);
      expect(numbersOf(await lockDue(1))).toEqual([4]);
      expect(numbersOf(await lockDue(2))).toEqual([3, 4]);
      expect(numbersOf(await lockDue(3))).toEqual([2, 3, 4]);
    });
  });

  it('that are being read are spared further readings, and nothing else', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      const reading = { step: 'read-members', side: 'giving', dueAt: NOW } as const;
      await keep(world(), tx, [
        due(1, NOW),
        someCardholder(2, { next: reading }),
        someCardholder(3, { next: reading }),
      ]);
      const read = [id('cardholder', 1), id('cardholder', 2)];
      expect(numbersOf(await storage.cardholders.lockDue(tx, SERVER, 'giving', NOW, read, 10))).toEqual([1, 3]);
    });
  });

  it('say when their side is next due, and for whom it begins first among what is due', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      const nextDue = (now: Date) => storage.cardholders.nextDue(tx, SERVER, 'giving', now, []);
      expect(await nextDue(NOW)).toBeNull();
      await keep(world(), tx, [due(1, minute(2), { wantedAt: minute(7) }), due(2, minute(3), { wantedAt: minute(5) })]);
      expect(await nextDue(minute(1))).toEqual({ dueAt: minute(2), wantedAt: null });
      expect(await nextDue(minute(2))).toEqual({ dueAt: minute(2), wantedAt: minute(7) });
      expect(await nextDue(minute(3))).toEqual({ dueAt: minute(2), wantedAt: minute(5) });
    });
  });

  it('wait for their calls before and with one another', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      await keep(world(), tx, [
        due(1, NOW, { wantedAt: minute(1) }),
        due(2, NOW, { wantedAt: minute(2) }),
        due(3, minute(1), { wantedAt: minute(1) }),
      ]);
      const waiting = (own: string | null, from: Date) => storage.cardholders.waitingUntil(tx, own, from, NOW);
      expect(await waiting(null, minute(1))).toEqual({ 'add-person': 1, 'give-level': 1 });
      expect(await waiting(id('cardholder', 2), minute(2))).toEqual({ 'give-level': 2 });
    });
  });
});
