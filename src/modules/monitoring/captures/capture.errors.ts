import { AppError } from '../../../platform/errors/app-error.js';
import { registerProblemTexts } from '../../../platform/http/problem-texts.js';

export class PassageNotFoundError extends AppError {
  override readonly code = 'PASSAGE_NOT_FOUND';
  override readonly kind = 'not-found';
  override readonly retry = 'never';

  constructor() {
    super('there is no such passage');
  }
}

/** The door took none, HikCentral keeps it no longer, or we do not show it any more. */
export class PictureNotFoundError extends AppError {
  override readonly code = 'PICTURE_NOT_FOUND';
  override readonly kind = 'not-found';
  override readonly retry = 'never';

  constructor(reason: 'none' | 'forgotten' | 'damaged') {
    super('there is no picture of this passage', { reason });
  }
}

/** HikCentral did not hand the picture out; it is no matter whether it was asked. */
export class PictureUnavailableError extends AppError {
  override readonly code = 'PICTURE_UNAVAILABLE';
  override readonly kind = 'unavailable';
  override readonly retry = 'retry';

  constructor(retryAfterSeconds: number, cause: AppError) {
    super('HikCentral did not hand out the picture', { retryAfterSeconds }, { cause });
  }
}

registerProblemTexts({
  PASSAGE_NOT_FOUND: { en: 'There is no such passage.', ru: 'Такого прохода нет.' },
  PICTURE_NOT_FOUND: {
    en: 'There is no picture of this passage, or it is not kept any more.',
    ru: 'Снимка этого прохода нет или он больше не хранится.',
  },
  PICTURE_UNAVAILABLE: {
    en: 'HikCentral did not hand out the picture. Try again in {retryAfterSeconds} s.',
    ru: 'HikCentral не выдал снимок. Повторите через {retryAfterSeconds} с.',
  },
});
