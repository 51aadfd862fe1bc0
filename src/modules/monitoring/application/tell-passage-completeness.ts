import { Injectable } from '@nestjs/common';
import { PassageCompleteness } from '../../../contracts/ports/passage-completeness.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { decidableTo } from '../domain/watermark.js';
import { ReadWatermark } from './read-watermark.js';

/** Answers what `visits` asks before it decides that somebody left, or never came. */
@Injectable()
export class TellPassageCompleteness extends PassageCompleteness {
  constructor(private readonly readWatermark: ReadWatermark) {
    super();
  }

  override async knownTo(tx: Transaction, now: Date): Promise<Date | null> {
    const { servers } = await this.readWatermark.of(tx);
    return decidableTo(servers, now);
  }
}
