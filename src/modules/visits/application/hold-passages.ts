import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { ConsumerPositions } from '../../../platform/event-log/consumer-positions.js';
import { EventLogReader } from '../../../platform/event-log/event-log-reader.js';
import { APPLY_PASSAGES, PASSAGE_RECORDED, PASSAGES_MOVED } from '../passage-events.js';

/** For decisions that rest on all passages: those that are stored must have been given to visits, and none come meanwhile. */
@Injectable()
export class HoldPassages {
  constructor(
    private readonly consumers: ConsumerPositions,
    private readonly eventLog: EventLogReader,
  ) {}

  /**
   * No passage is given to a visit until the transaction ends. To be called before anything else is locked, as whoever
   * gives passages does.
   * @returns whether all that are stored were given
   */
  async run(tx: Transaction): Promise<boolean> {
    await this.consumers.register(tx, APPLY_PASSAGES);
    const { position } = await this.consumers.lock(tx, APPLY_PASSAGES);
    return (await this.eventLog.after(tx, position, [PASSAGE_RECORDED, PASSAGES_MOVED], 1)).length === 0;
  }
}
