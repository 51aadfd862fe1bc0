import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { PassageRepository } from '../persistence/passage.repository.js';

/** One statement's worth: a backlog after an outage is forgotten over several rounds, without a long lock. */
const AT_MOST = 5_000;

/** Of persons who are not ours door, time and type are kept, and not for long. */
@Injectable()
export class ForgetForeignPassages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passages: PassageRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were forgotten */
  run(): Promise<number> {
    const receivedBefore = new Date(this.clock.now().getTime() - this.settings.foreignPassageRetentionMs);
    return this.unitOfWork.run((tx) => this.passages.forgetForeign(tx, receivedBefore, AT_MOST));
  }
}
