import { type Transaction } from '../../../platform/database/transaction.js';
import { type ReadingPositions } from '../domain/reading-streams.js';
import { type ReadingPosition } from '../domain/reading-window.js';

/** How far each server's events have been read, by type of event. */
export abstract class ReadingPositionRepository {
  /** Empty: nothing was ever read from this server. */
  abstract ofServer(tx: Transaction, serverId: string): Promise<ReadingPositions>;
  /** By server. */
  abstract all(tx: Transaction): Promise<ReadonlyMap<string, ReadingPositions>>;
  /** Never back: a page that was read earlier and is stored later cannot undo a newer one. */
  abstract move(
    tx: Transaction,
    serverId: string,
    eventType: number,
    position: ReadingPosition,
    movedAt: Date,
  ): Promise<void>;
}
