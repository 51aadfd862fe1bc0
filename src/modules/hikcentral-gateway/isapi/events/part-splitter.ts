import { GatewayError } from '../../gateway.errors.js';

/** One part of a multipart body. */
export interface Part {
  /** Lower case; empty when it names none. */
  readonly contentType: string;
  readonly disposition: string;
  readonly body: Buffer;
}

const MAX_HEADER_BYTES = 8 * 1_024;
const MAX_PART_BYTES = 2 * 1_024 * 1_024;
const BOUNDARY = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;,"]{1,70})(?=[\s;,]|$))/i;
const LENGTH = /^\d{1,9}$/;
const CRLF = '\r\n';

/** The boundary of a multipart content type; null for any other. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\//i.test(contentType)) return null;
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
  return quoted ?? bare ?? null;
}

/**
 * Cuts a multipart body into parts while it arrives, wherever the network cut it. Nothing is held beyond one part.
 * A part that tells its length is there with its last byte, so that an event is not told late; without one it ends
 * at the next boundary.
 */
export class PartSplitter {
  private readonly delimiter: Buffer;
  private buffer = Buffer.alloc(0);
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  /** Nothing can be found before this many bytes are there. */
  private neededBytes = 1;
  /** Up to here there is no boundary. */
  private searchedBytes = 0;
  private head: { readonly part: Omit<Part, 'body'>; readonly length: number | null } | null = null;
  private isInHeaders = false;

  constructor(boundary: string) {
    this.delimiter = Buffer.from(`--${boundary}`, 'latin1');
  }

  /** @throws GATEWAY.UNEXPECTED_RESPONSE for a part beyond 2 MiB, or headers beyond 8 KiB */
  push(chunk: Buffer): Part[] {
    this.waiting.push(chunk);
    this.waitingBytes += chunk.length;
    if (this.buffer.length + this.waitingBytes < this.neededBytes) return [];
    this.buffer = Buffer.concat([this.buffer, ...this.waiting]);
    this.waiting = [];
    this.waitingBytes = 0;
    this.neededBytes = 1;
    const parts: Part[] = [];
    while (this.step(parts)) {
      /* until a step lacks bytes */
    }
    return parts;
  }

  private step(parts: Part[]): boolean {
    if (this.head !== null) return this.readBody(this.head, parts);
    return this.isInHeaders ? this.readHeaders() : this.findBoundary();
  }

  private findBoundary(): boolean {
    const at = this.buffer.indexOf(this.delimiter);
    if (at === -1) {
      // What stands between parts is nobody's; the beginning of a boundary may be its end.
      this.drop(Math.max(0, this.buffer.length - this.delimiter.length));
      return false;
    }
    this.drop(at + this.delimiter.length);
    this.isInHeaders = true;
    return true;
  }

  private readHeaders(): boolean {
    if (this.buffer.subarray(0, 2).toString('latin1') === '--') {
      // The end, though some devices go on after it.
      this.isInHeaders = false;
      return true;
    }
    const end = this.endOfHeaders();
    if (end === null) {
      if (this.buffer.length > MAX_HEADER_BYTES) throw tooLong();
      return false;
    }
    const headers = parseHeaders(this.buffer.subarray(0, end.from).toString('latin1'));
    this.drop(end.to);
    const lengthText = headers.get('content-length') ?? '';
    const length = LENGTH.test(lengthText) ? Number(lengthText) : null;
    if (length !== null && length > MAX_PART_BYTES) throw tooLong();
    this.head = {
      part: {
        contentType: (headers.get('content-type') ?? '').toLowerCase(),
        disposition: headers.get('content-disposition') ?? '',
      },
      length,
    };
    this.isInHeaders = false;
    return true;
  }

  private endOfHeaders(): { readonly from: number; readonly to: number } | null {
    const strict = this.buffer.indexOf('\r\n\r\n');
    const loose = this.buffer.indexOf('\n\n');
    if (strict === -1 && loose === -1) return null;
    if (strict !== -1 && (loose === -1 || strict < loose)) return { from: strict, to: strict + 4 };
    return { from: loose, to: loose + 2 };
  }

  private readBody({ part, length }: NonNullable<PartSplitter['head']>, parts: Part[]): boolean {
    const end = length ?? this.endOfBody();
    if (end === null || this.buffer.length < end) {
      this.neededBytes = end ?? 1;
      return false;
    }
    parts.push({ ...part, body: Buffer.from(this.buffer.subarray(0, end)) });
    this.drop(end);
    this.head = null;
    return true;
  }

  private endOfBody(): number | null {
    const at = this.buffer.indexOf(this.delimiter, this.searchedBytes);
    if (at === -1) {
      if (this.buffer.length > MAX_PART_BYTES) throw tooLong();
      this.searchedBytes = Math.max(0, this.buffer.length - this.delimiter.length);
      return null;
    }
    this.searchedBytes = 0;
    const before = this.buffer.subarray(Math.max(0, at - 2), at).toString('latin1');
    if (before === CRLF) return at - 2;
    return before.endsWith('\n') ? at - 1 : at;
  }

  private drop(count: number): void {
    this.buffer = this.buffer.subarray(count);
    this.searchedBytes = 0;
  }
}

function parseHeaders(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return new Map(lines);
}

function tooLong(): GatewayError {
  return new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'a part of a device is longer than any event');
}
