import { type Transaction } from '../../../platform/database/transaction.js';
import { type ReadingPosition } from '../domain/reading-window.js';

/** How far each server's events have been read. */
export abstract class ReadingPositionRepository {
  /** null: nothing was ever read from this server. */
  abstract find(tx: Transaction, serverId: string): Promise<ReadingPosition | null>;
  /** Never back: a page that was read earlier and is stored later cannot undo a newer one. */
  abstract move(tx: Transaction, serverId: string, position: ReadingPosition, movedAt: Date): Promise<void>;
  /** `completeTo` by server. */
  abstract completeTo(tx: Transaction): Promise<ReadonlyMap<string, Date>>;
}
