import { Injectable } from '@nestjs/common';
import { AppError } from '../../../platform/errors/app-error.js';
import {
  GatewayError,
  GatewayRequests,
  HikCentralNotAskedError,
  HikCentralOutcomeUnknownError,
} from '../../hikcentral-gateway/index.js';
import { PictureUnavailableError } from './capture.errors.js';
import { type PicturedPassage } from './capture-store.js';

/** What HikCentral takes as an address of a picture (HikCentral OpenAPI guide); a longer one has nothing behind it. */
const MAX_URI_LENGTH = 512;
const RETRY_AFTER_SECONDS = 5;
/** Until a person has done something about it. */
const REFUSED_RETRY_AFTER_SECONDS = 300;

/** Asks HikCentral for the picture of a passage: one call, however many ask for it in this process at a time. */
@Injectable()
export class ReadCapture {
  private readonly underWay = new Map<string, Promise<Buffer | null>>();

  constructor(private readonly requests: GatewayRequests) {}

  /**
   * @returns null when HikCentral has none
   * @throws PICTURE_UNAVAILABLE (503), HIKCENTRAL_SERVER_NOT_FOUND
   */
  run(passage: PicturedPassage): Promise<Buffer | null> {
    const known = this.underWay.get(passage.id);
    if (known !== undefined) return known;
    const reading = this.read(passage).finally(() => this.underWay.delete(passage.id));
    this.underWay.set(passage.id, reading);
    return reading;
  }

  private async read({ serverId, pictureUri }: PicturedPassage): Promise<Buffer | null> {
    if (pictureUri === null || pictureUri === '' || pictureUri.length > MAX_URI_LENGTH) return null;
    try {
      return (await this.requests.ask(serverId, 'read-picture', { pictureUri })).value;
    } catch (error) {
      // Only read: what was asked and never answered is as good as not asked.
      if (error instanceof HikCentralNotAskedError || error instanceof HikCentralOutcomeUnknownError) {
        throw new PictureUnavailableError(secondsOf(error) ?? RETRY_AFTER_SECONDS, error);
      }
      if (!(error instanceof GatewayError)) throw error;
      const isPassing = error.retry === 'retry';
      throw new PictureUnavailableError(isPassing ? RETRY_AFTER_SECONDS : REFUSED_RETRY_AFTER_SECONDS, error);
    }
  }
}

function secondsOf({ context }: AppError): number | null {
  const { retryAfterSeconds } = context;
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null;
}
