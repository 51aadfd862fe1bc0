import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Capture, CaptureMaker } from './capture-maker.js';
import { type KeptCapture, CaptureStore, type PicturedPassage } from './capture-store.js';
import { PassageNotFoundError, PictureNotFoundError } from './capture.errors.js';
import { ReadCapture } from './read-capture.js';

/** A terminal may upload its picture after the event: one that was not there is asked for again after this. */
const ABSENT_FOR_MS = 60 * 60_000;

/** The picture of a passage, from our own store after the first look. Who looked at whom is on record. */
@Injectable()
export class GetPicture {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: CaptureStore,
    private readonly readCapture: ReadCapture,
    private readonly maker: CaptureMaker,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * The first look waits for HikCentral, at most 20 s.
   * @returns a JPEG
   * @throws PASSAGE_NOT_FOUND, PICTURE_NOT_FOUND
   * @throws PICTURE_UNAVAILABLE (503) while HikCentral does not hand it out
   */
  async run(passageId: string): Promise<Buffer> {
    const { passage, kept } = await this.unitOfWork.read(async (tx) => ({
      passage: await this.store.passage(tx, passageId),
      kept: await this.store.find(tx, passageId),
    }));
    if (passage === null) throw new PassageNotFoundError();
    this.checkShown(passage);
    if (kept?.capture) return this.show(passage, kept.capture, () => Promise.resolve());
    if (kept !== null && !this.isToAskAgain(kept)) throw new PictureNotFoundError('none');
    return this.fetch(passage);
  }

  private async fetch(passage: PicturedPassage): Promise<Buffer> {
    const picture = await this.readCapture.run(passage);
    const capture = picture === null ? null : await this.maker.make(picture);
    const askedAt = this.clock.now();
    if (capture === null) {
      await this.unitOfWork.run((tx) => this.store.keep(tx, passage.id, null, askedAt));
      throw new PictureNotFoundError(picture === null ? 'none' : 'damaged');
    }
    return this.show(passage, capture, async (tx) => {
      if (!(await this.store.keep(tx, passage.id, capture, askedAt))) throw new PictureNotFoundError('forgotten');
    });
  }

  private show(
    { id, visitId }: PicturedPassage,
    { jpeg, sha256 }: Capture,
    keep: (tx: Transaction) => Promise<void>,
  ): Promise<Buffer> {
    return this.unitOfWork.run(async (tx) => {
      await keep(tx);
      audit(tx, { action: 'passages.read-picture', entity: 'passage', entityId: id, detail: { visitId, sha256 } });
      return jpeg;
    });
  }

  /** Also what HikCentral still has: how long a face is shown is for the site to say. */
  private checkShown({ pictureUri, receivedAt }: PicturedPassage): void {
    if (pictureUri === null) throw new PictureNotFoundError('none');
    const ageMs = this.clock.now().getTime() - receivedAt.getTime();
    if (ageMs >= this.settings.captureRetentionMs) throw new PictureNotFoundError('forgotten');
  }

  private isToAskAgain({ askedAt }: KeptCapture): boolean {
    return this.clock.now().getTime() - askedAt.getTime() >= ABSENT_FOR_MS;
  }
}
