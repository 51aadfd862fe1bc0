import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { PassageRepository } from '../persistence/passage.repository.js';

/** Of persons who are not ours door, time and type are kept for a week. */
const RETENTION_MS = 7 * 24 * 60 * 60 * 1_000;
/** One statement's worth: a backlog after an outage is forgotten over several rounds, without a long lock. */
const AT_MOST = 5_000;

@Injectable()
export class ForgetForeignPassages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passages: PassageRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were forgotten */
  run(): Promise<number> {
    const receivedBefore = new Date(this.clock.now().getTime() - RETENTION_MS);
    return this.unitOfWork.run((tx) => this.passages.forgetForeign(tx, receivedBefore, AT_MOST));
  }
}
