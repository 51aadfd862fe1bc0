import { AppError } from '../../../platform/errors/app-error.js';
import { registerProblemTexts } from '../../../platform/http/problem-texts.js';

const RETRY_AFTER_SECONDS = 5;

/** This caller has as many streams open as one caller may. */
export class TooManyStreamsError extends AppError {
  override readonly code = 'TOO_MANY_STREAMS';
  override readonly kind = 'throttled';
  override readonly retry = 'retry';

  constructor() {
    super('the caller has too many streams open', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

/** This process is full, or about to stop; another one may serve. */
export class LiveFeedFullError extends AppError {
  override readonly code = 'LIVE_FEED_FULL';
  override readonly kind = 'unavailable';
  override readonly retry = 'retry';

  constructor() {
    super('no more streams here', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

registerProblemTexts({
  TOO_MANY_STREAMS: {
    en: 'Too many live streams are open for this account. Close one.',
    ru: 'Для этой учётной записи открыто слишком много потоков событий. Закройте один из них.',
  },
  LIVE_FEED_FULL: {
    en: 'No more live streams can be opened now. Try again in {retryAfterSeconds} s.',
    ru: 'Сейчас нельзя открыть ещё один поток событий. Повторите через {retryAfterSeconds} с.',
  },
});
