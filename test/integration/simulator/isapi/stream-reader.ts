import http from 'node:http';
import { type DigestClient } from './digest-client.js';

export interface StreamPart {
  readonly contentType: string;
  readonly body: Buffer;
}

/** Reads alertStream part by part, by Content-Length. */
export class StreamReader {
  readonly parts: StreamPart[] = [];
  isClosed = false;
  private rest = Buffer.alloc(0);

  private constructor(
    readonly status: number,
    private readonly response: http.IncomingMessage,
  ) {
    response.on('data', (chunk: Buffer) => this.take(chunk));
    response.on('close', () => (this.isClosed = true));
    // A stream that is broken off ends in an error; that it is closed is what tests look at.
    response.on('error', () => (this.isClosed = true));
  }

  static async open(client: DigestClient): Promise<StreamReader> {
    const path = '/ISAPI/Event/notification/alertStream';
    await (await client.fetch('/ISAPI/System/deviceInfo')).arrayBuffer();
    const headers = { authorization: client.authorize('GET', path) };
    return new Promise((resolve, reject) => {
      const request = http.get(client.device.baseUrl + path, { headers, agent: false }, (response) =>
        resolve(new StreamReader(response.statusCode ?? 0, response)),
      );
      request.once('error', reject);
    });
  }

  get text(): string {
    return this.rest.toString();
  }

  json(index: number): Record<string, unknown> {
    return JSON.parse(this.parts[index]?.body.toString() ?? 'null') as Record<string, unknown>;
  }

  close(): void {
    this.response.destroy();
  }

  private take(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const headEnd = this.rest.indexOf('\r\n\r\n');
      const head = headEnd < 0 ? '' : this.rest.toString('latin1', 0, headEnd);
      const length = /^--MIME_boundary\r\n(?:.*\r\n)*?Content-Length: (\d+)/.exec(head)?.[1];
      const end = headEnd + 4 + Number(length);
      if (length === undefined || this.rest.length < end + 2) return;
      const contentType = /Content-Type: (.*)/.exec(head)?.[1] ?? '';
      this.parts.push({ contentType, body: this.rest.subarray(headEnd + 4, end) });
      this.rest = this.rest.subarray(end + 2);
    }
  }
}
