import { HttpException } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import {
  DatabaseUnavailableError,
  ForbiddenError,
  TooManyRequestsError,
  TransportError,
  UnauthenticatedError,
} from './http.errors.js';
import { isDatabaseOutage } from '../database/database-outage.js';

/** What nobody foresaw. Its cause is logged and never shown. */
export class InternalError extends AppError {
  readonly code = 'INTERNAL';
  readonly kind = 'internal';
  readonly retry = 'wait-for-human';

  constructor(cause: unknown) {
    super('unforeseen', {}, { cause });
  }
}

/** Whatever was thrown, as an error of ours. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isDatabaseOutage(thrown)) return new DatabaseUnavailableError(thrown);
  const status = statusOfRefusal(thrown);
  return (status === null ? null : refusal(status, thrown)) ?? new InternalError(thrown);
}

/** Status of an error of Nest or Fastify; null for errors of anybody else, whatever they carry. */
function statusOfRefusal(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (!(thrown instanceof Error) || !('code' in thrown) || !('statusCode' in thrown)) return null;
  const { code, statusCode } = thrown;
  return typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' ? statusCode : null;
}

function refusal(status: number, cause: unknown): AppError | null {
  switch (status) {
    case 401:
      return new UnauthenticatedError();
    case 403:
      return new ForbiddenError();
    case 404:
      return new TransportError('NOT_FOUND', 'not-found', cause);
    case 413:
      return new TransportError('PAYLOAD_TOO_LARGE', 'too-large', cause);
    case 406:
    case 415:
      return new TransportError('UNSUPPORTED_MEDIA_TYPE', 'unsupported-media', cause);
    case 429:
      return new TooManyRequestsError(60);
    default:
      return status >= 400 && status < 500 ? new TransportError('MALFORMED_REQUEST', 'malformed', cause) : null;
  }
}
