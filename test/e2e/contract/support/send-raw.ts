import { request } from 'node:http';

export interface RawRequest {
  readonly method: string;
  /** From `/` on, with its query, exactly as it goes over the wire. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Without a `Content-Length`: in chunks. */
  readonly isChunked?: boolean;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** undefined when the text is no JSON */
  readonly body: unknown;
}

/** A request that no client library has tidied up. */
export function sendRaw(
  baseUrl: string,
  { method, path, headers = {}, body, isChunked }: RawRequest,
): Promise<RawAnswer> {
  const bytes = body === undefined ? null : Buffer.from(body);
  const length = bytes === null || isChunked === true ? {} : { 'content-length': String(bytes.length) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      baseUrl,
      { method, path, headers: { ...length, ...headers }, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        const answer = (): void => {
          const text = Buffer.concat(chunks).toString();
          const answered = incoming.headers as Record<string, string>;
          resolve({ status: incoming.statusCode ?? 0, headers: answered, text, body: parsed(text) });
        };
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', answer);
        // It has no end: that it begins is the answer.
        if (incoming.headers['content-type']?.startsWith('text/event-stream') === true) {
          answer();
          outgoing.destroy();
        }
      },
    );
    outgoing.on('error', reject);
    if (bytes !== null) outgoing.write(bytes);
    outgoing.end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
