import { AppError, type ErrorKind, type InputFault, type Retry } from '../errors/app-error.js';
import { registerProblemTexts } from './problem-texts.js';

/** Errors of the HTTP layer itself. Each has its text below. */
abstract class HttpLayerError extends AppError {
  readonly retry: Retry = 'never';
}

/** The input has a wrong shape; `faults` say where. */
export class InvalidInputError extends HttpLayerError {
  readonly code = 'INVALID_INPUT';
  readonly kind = 'malformed';

  constructor(override readonly faults: readonly InputFault[]) {
    super('the input has a wrong shape', { faults: faults.length });
  }
}

export class InvalidCursorError extends HttpLayerError {
  readonly code = 'INVALID_CURSOR';
  readonly kind = 'malformed';

  constructor() {
    super('the cursor is not one that was given out');
  }
}

export class IfMatchMalformedError extends HttpLayerError {
  readonly code = 'IF_MATCH_MALFORMED';
  readonly kind = 'malformed';

  constructor() {
    super('If-Match is not a version');
  }
}

/** What Fastify and Nest refuse before any code of ours runs. */
export class TransportError extends HttpLayerError {
  constructor(
    readonly code: 'MALFORMED_REQUEST' | 'NOT_FOUND' | 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE',
    readonly kind: ErrorKind,
    cause?: unknown,
  ) {
    super('the request was refused', {}, { cause });
  }
}

/** The path exists for other methods. */
export class MethodNotAllowedError extends HttpLayerError {
  readonly code = 'METHOD_NOT_ALLOWED';
  readonly kind = 'unsupported-method';

  constructor(readonly allowed: readonly string[]) {
    super('no such method here', { allowed: allowed.join(', ') });
  }
}

/** Nobody is there under this id, or it is not the caller's. */
export class NotThereError extends HttpLayerError {
  readonly code = 'NOT_FOUND';
  readonly kind = 'not-found';

  constructor() {
    super('there is nothing under this id');
  }
}

/** No credentials, or none that are good now; which of the two is not told. */
export class UnauthenticatedError extends HttpLayerError {
  readonly code = 'UNAUTHENTICATED';
  readonly kind = 'unauthenticated';

  constructor() {
    super('no valid credentials');
  }
}

export class ForbiddenError extends HttpLayerError {
  readonly code = 'FORBIDDEN';
  readonly kind = 'forbidden';

  constructor(context: { permission?: string } = {}) {
    super('the role does not allow this', context);
  }
}

/** A call that a browser would make with the cookie of its user, without the header that only our own page can set. */
export class CsrfHeaderMissingError extends HttpLayerError {
  readonly code = 'CSRF_HEADER_MISSING';
  readonly kind = 'forbidden';

  constructor() {
    super('a cookie alone does not change anything');
  }
}

export class TooManyRequestsError extends HttpLayerError {
  readonly code = 'TOO_MANY_REQUESTS';
  readonly kind = 'throttled';
  override readonly retry = 'retry';

  constructor(retryAfterSeconds: number) {
    super('too many requests', { retryAfterSeconds });
  }
}

/** The database does not answer. */
export class DatabaseUnavailableError extends HttpLayerError {
  readonly code = 'DATABASE_UNAVAILABLE';
  readonly kind = 'unavailable';
  override readonly retry = 'retry';

  constructor(cause: unknown) {
    super('the database does not answer', { retryAfterSeconds: 5 }, { cause });
  }
}

export class InvalidIdempotencyKeyError extends HttpLayerError {
  readonly code = 'INVALID_IDEMPOTENCY_KEY';
  readonly kind = 'malformed';

  constructor() {
    super('an idempotency key is 1 to 255 visible ASCII characters');
  }
}

export class IdempotencyKeyReusedError extends HttpLayerError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  readonly kind = 'refused';

  constructor() {
    super('the idempotency key was used with another body');
  }
}

export class RequestRunningError extends HttpLayerError {
  readonly code = 'REQUEST_RUNNING';
  readonly kind = 'conflict';
  override readonly retry = 'retry';

  constructor() {
    super('a request with this idempotency key is running', { retryAfterSeconds: 1 });
  }
}

registerProblemTexts({
  IF_MATCH_MALFORMED: {
    en: 'If-Match holds the version in quotation marks, like "3".',
    ru: 'If-Match содержит версию в кавычках, например "3".',
  },
  INVALID_INPUT: {
    en: 'The input is not of the expected shape; see `errors`.',
    ru: 'Данные имеют неверный вид; подробности в `errors`.',
  },
  INVALID_CURSOR: {
    en: 'The cursor is not one that a list gave out. Start without one.',
    ru: 'Такой курсор не выдавался. Начните без курсора.',
  },
  MALFORMED_REQUEST: { en: 'The request cannot be read.', ru: 'Запрос не удалось прочитать.' },
  NOT_FOUND: { en: 'There is nothing here.', ru: 'Здесь ничего нет.' },
  METHOD_NOT_ALLOWED: { en: 'Allowed here: {allowed}.', ru: 'Здесь разрешены: {allowed}.' },
  PAYLOAD_TOO_LARGE: { en: 'The request is too large.', ru: 'Запрос слишком большой.' },
  UNSUPPORTED_MEDIA_TYPE: {
    en: 'The content type is not one that is read here.',
    ru: 'Такой тип содержимого здесь не принимается.',
  },
  UNAUTHENTICATED: { en: 'Sign in first.', ru: 'Сначала войдите в систему.' },
  FORBIDDEN: { en: 'Your role does not allow this.', ru: 'Ваша роль этого не позволяет.' },
  CSRF_HEADER_MISSING: {
    en: 'A call with the session cookie needs the header X-Requested-With.',
    ru: 'Вызову с cookie сеанса нужен заголовок X-Requested-With.',
  },
  TOO_MANY_REQUESTS: {
    en: 'Too many requests. Try again in {retryAfterSeconds} s.',
    ru: 'Слишком много запросов. Повторите через {retryAfterSeconds} с.',
  },
  DATABASE_UNAVAILABLE: {
    en: 'The service is not available for a moment. Try again.',
    ru: 'Сервис временно недоступен. Повторите попытку.',
  },
  INVALID_IDEMPOTENCY_KEY: {
    en: 'An Idempotency-Key is 1 to 255 visible ASCII characters.',
    ru: 'Idempotency-Key: от 1 до 255 видимых символов ASCII.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    en: 'This Idempotency-Key was used with another request.',
    ru: 'Этот Idempotency-Key уже использован с другим запросом.',
  },
  REQUEST_RUNNING: {
    en: 'A request with this Idempotency-Key is running. Try again in {retryAfterSeconds} s.',
    ru: 'Запрос с этим Idempotency-Key ещё выполняется. Повторите через {retryAfterSeconds} с.',
  },
  INTERNAL: {
    en: 'Something went wrong on our side. Quote the trace id when you report it.',
    ru: 'Произошла ошибка на нашей стороне. Сообщая о ней, укажите traceId.',
  },
});
