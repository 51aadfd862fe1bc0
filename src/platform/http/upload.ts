import { createHash } from 'node:crypto';
import { type Readable } from 'node:stream';
import type {} from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyContextConfig, type FastifyRequest } from 'fastify';
import { currentContext } from '../context/request-context.js';
import { type InputFault } from '../errors/app-error.js';
import { fieldText } from './field-texts.js';
import { DatabaseUnavailableError, InvalidInputError, TransportError } from './http.errors.js';
import { InternalError, toAppError } from './refusals.js';

const UPLOAD_MARK = 'isUpload';

/** A route that takes files: multipart, or the raw bytes of an image. All others take JSON only, and answer 415. */
export function AcceptsUpload(): MethodDecorator {
  return RouteConfig({ [UPLOAD_MARK]: true });
}

export function acceptsUpload(config: FastifyContextConfig): boolean {
  return UPLOAD_MARK in config;
}

export function isJson(contentType: string): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType);
}

/**
 * The uploaded file: the multipart field `field`, or the raw body. Its hash becomes that of the request's idempotency
 * key, so call it before the verb. What the client says about its type is not passed on: look at the bytes.
 * @throws PAYLOAD_TOO_LARGE above `maxBytes`, never holding more than that
 * @throws INVALID_INPUT when there is no such file, or an empty one
 * @throws MALFORMED_REQUEST when the form cannot be read
 */
export async function readUpload(request: FastifyRequest, field: string, maxBytes: number): Promise<Buffer> {
  const bytes = request.isMultipart()
    ? await readPart(request, field, maxBytes)
    : await readRaw(request.raw, field, maxBytes).catch(refuseUnreadable);
  if (bytes.length === 0) throw missing(field);
  const claim = currentContext().idempotency;
  if (claim !== null) claim.bodyHash = createHash('sha256').update(bytes).digest('hex');
  return bytes;
}

async function readPart(request: FastifyRequest, field: string, maxBytes: number): Promise<Buffer> {
  const file = await request
    .file({ limits: { fileSize: maxBytes }, throwFileSizeLimit: false })
    .catch(refuseUnreadable);
  if (file?.fieldname !== field) throw missing(field);
  const bytes = await file.toBuffer().catch(refuseUnreadable);
  if (file.file.truncated) throw new UploadTooLargeError(field, maxBytes);
  return bytes;
}

async function readRaw(stream: Readable, field: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new UploadTooLargeError(field, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/**
 * Streams and the parser of forms throw errors of no kind; all of them are about what the client sent, or left unsent.
 * A socket that breaks here is the client's, not the database's.
 */
function refuseUnreadable(error: unknown): never {
  const known = toAppError(error);
  const isOurs = known instanceof InternalError || known instanceof DatabaseUnavailableError;
  throw isOurs ? new TransportError('MALFORMED_REQUEST', 'malformed', error) : known;
}

class UploadTooLargeError extends TransportError {
  override readonly faults: readonly InputFault[];

  constructor(field: string, maxBytes: number) {
    super('PAYLOAD_TOO_LARGE', 'too-large');
    const detail = fieldText('maxBytes', currentContext().language, { max: maxBytes });
    this.faults = [{ pointer: `/${field}`, code: 'maxBytes', detail }];
  }
}

function missing(field: string): InvalidInputError {
  const code = 'isNotEmpty';
  return new InvalidInputError([{ pointer: `/${field}`, code, detail: fieldText(code, currentContext().language) }]);
}
