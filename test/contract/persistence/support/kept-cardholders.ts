import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type StorageWorld } from './each-storage.js';
import { id, minute, someCardholder } from './rows.js';

export const SERVER = id('server', 1);
export const NOW = minute(0);

/** Made, and saved as they are meant to be. */
export async function keep({ storage }: StorageWorld, tx: Transaction, kept: readonly Cardholder[]): Promise<void> {
  const made = kept.map(({ id: own, guestId, personCode: code }) => ({ id: own, guestId, personCode: code }));
  await storage.cardholders.insert(tx, SERVER, made, NOW);
  await storage.cardholders.save(tx, kept);
}

export function due(number: number, dueAt: Date, changes: Partial<Cardholder> = {}): Cardholder {
  return someCardholder(number, { next: { step: 'give-level', side: 'giving', dueAt }, ...changes });
}

export const numbersOf = (cardholders: readonly Cardholder[]): number[] =>
  cardholders.map(({ id: own }) => Number(own.slice(-2)));
