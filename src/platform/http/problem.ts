import { type AppError, type ErrorKind, type InputFault } from '../errors/app-error.js';
import { type Language } from './language.js';
import { problemText, type Text } from './problem-texts.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** RFC 9457, with the members of the contract. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly traceId: string;
  readonly errors?: readonly InputFault[];
}

/** The one place where trouble becomes a status. */
const KINDS: Readonly<Record<ErrorKind, { readonly status: number; readonly title: Text }>> = {
  malformed: { status: 400, title: { en: 'Malformed request', ru: 'Неверный запрос' } },
  unauthenticated: { status: 401, title: { en: 'Not signed in', ru: 'Вход не выполнен' } },
  forbidden: { status: 403, title: { en: 'Not allowed', ru: 'Нет доступа' } },
  'not-found': { status: 404, title: { en: 'Not found', ru: 'Не найдено' } },
  'unsupported-method': { status: 405, title: { en: 'Method not allowed', ru: 'Метод не поддерживается' } },
  conflict: { status: 409, title: { en: 'Conflict', ru: 'Конфликт' } },
  stale: { status: 412, title: { en: 'Stale version', ru: 'Устаревшая версия' } },
  'too-large': { status: 413, title: { en: 'Too large', ru: 'Слишком большой объём' } },
  'unsupported-media': { status: 415, title: { en: 'Unsupported media type', ru: 'Неподдерживаемый тип данных' } },
  refused: { status: 422, title: { en: 'Refused', ru: 'Отклонено' } },
  throttled: { status: 429, title: { en: 'Too many requests', ru: 'Слишком много запросов' } },
  unavailable: { status: 503, title: { en: 'Not available', ru: 'Недоступно' } },
  internal: { status: 500, title: { en: 'Internal error', ru: 'Внутренняя ошибка' } },
};

const INTERNAL_CODE = 'INTERNAL';
/** When an unavailable service does not say how long; also the shortest wait that is ever advised. */
const RETRY_AFTER_SECONDS = 5;

export function statusOf(kind: ErrorKind): number {
  return KINDS[kind].status;
}

/** Nothing of an internal error but its trace id leaves the server; of the others what their text says. */
export function toProblem(error: AppError, language: Language, traceId: string): Problem {
  const { status, title } = KINDS[error.kind];
  const code = error.kind === 'internal' ? INTERNAL_CODE : error.code;
  return {
    type: `urn:vestibule:problem:${code}`,
    title: title[language],
    status,
    detail: problemText(code, language, error.context) ?? title[language],
    code,
    traceId,
    ...(error.faults.length > 0 && {
      errors: error.faults.map((fault) => ({
        ...fault,
        detail: problemText(fault.code, language, error.context) ?? fault.detail,
      })),
    }),
  };
}

/** Seconds for `Retry-After`; null where that header has no place. */
export function retryAfterSeconds(error: AppError): number | null {
  if (error.kind !== 'throttled' && error.kind !== 'unavailable' && error.retry !== 'retry') return null;
  const { retryAfterSeconds: stated } = error.context;
  if (typeof stated !== 'number') return RETRY_AFTER_SECONDS;
  return Math.max(1, Math.ceil(stated));
}
