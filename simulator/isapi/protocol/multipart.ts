import { badParameters } from '../status.js';

export interface FormPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly body: Buffer;
}

const MAX_PARTS = 8;
const HEADER_END = Buffer.from('\r\n\r\n');

/**
 * The parts of a `multipart/form-data` body, in their order.
 * @throws IsapiRefusal badParameters when the boundary is missing or the body does not keep to it
 */
export function parseForm(contentType: string, body: Buffer): FormPart[] {
  const match = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw badParameters('boundary');
  const parts: FormPart[] = [];
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter may open the body, where no line end comes before it.
  const framed = Buffer.concat([Buffer.from('\r\n'), body]);
  let at = framed.indexOf(delimiter);
  for (;;) {
    if (at < 0) throw badParameters('multipart');
    const start = at + delimiter.length;
    const follows = framed.toString('latin1', start, start + 2);
    if (follows === '--') return parts;
    const next = framed.indexOf(delimiter, start);
    if (follows !== '\r\n' || next < 0 || parts.length === MAX_PARTS) throw badParameters('multipart');
    parts.push(parsePart(framed.subarray(start, next)));
    at = next;
  }
}

function parsePart(part: Buffer): FormPart {
  const headerEnd = part.indexOf(HEADER_END);
  if (headerEnd < 0) throw badParameters('multipart');
  const headers = new Map(
    part
      .toString('utf8', 2, headerEnd)
      .split('\r\n')
      .map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, Math.max(colon, 0)).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = /^form-data\b.*?;\s*name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) throw badParameters('Content-Disposition');
  return {
    name,
    filename: /;\s*filename="([^"]*)"/i.exec(disposition)?.[1],
    contentType: (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    body: part.subarray(headerEnd + HEADER_END.length),
  };
}

export interface OutgoingPart {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One part of a multipart message, from its delimiter to the line end after its body. */
export function writePart(boundary: string, { headers, body }: OutgoingPart): Buffer {
  const lines = Object.entries({ ...headers, 'Content-Length': String(body.length) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n`), body, Buffer.from('\r\n')]);
}
