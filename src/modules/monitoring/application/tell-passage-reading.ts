import { Injectable } from '@nestjs/common';
import { PassageReading } from '../../../contracts/ports/passage-reading.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { areTypesApart } from '../domain/reading-streams.js';
import { ReadingPositionRepository } from '../persistence/reading-position.repository.js';
import { EVENT_TYPES } from './event-types.js';

/** Answers what `visits` asks about the reading of passages. */
@Injectable()
export class TellPassageReading extends PassageReading {
  constructor(private readonly positions: ReadingPositionRepository) {
    super();
  }

  override async isPartlyLate(tx: Transaction, serverId: string | null): Promise<boolean> {
    const read =
      serverId === null ? [...(await this.positions.all(tx)).values()] : [await this.positions.ofServer(tx, serverId)];
    return read.some((positions) => areTypesApart(positions, EVENT_TYPES));
  }
}
