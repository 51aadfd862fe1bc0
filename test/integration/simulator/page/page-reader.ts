import { connect, type Socket } from 'node:net';
import { get, type IncomingMessage } from 'node:http';
import { type LiveView } from '../../../../simulator/page/live-view.js';
import { waitFor } from '../../../support/wait-for.js';
import { type Reply, send } from '../partner.js';

export interface Message {
  readonly event: string;
  readonly data: Partial<LiveView>;
}

/** Reads the stream as a browser would, and keeps everything. */
export class PageReader {
  readonly messages: Message[] = [];
  raw = '';
  private unread = '';
  private response: IncomingMessage | undefined;

  static async open(baseUrl: string): Promise<PageReader> {
    const reader = new PageReader();
    const request = get(`${baseUrl}/control/live`, { agent: false }, (response) => {
      reader.response = response;
      response.setEncoding('utf8').on('data', (text: string) => reader.read(text));
      // The simulator's end is an end like any other here.
      response.on('error', () => undefined);
    });
    request.on('error', () => undefined);
    await waitFor(() => reader.messages.length > 0, 'a snapshot');
    return reader;
  }

  headers(): IncomingMessage['headers'] {
    return this.response?.headers ?? {};
  }

  /** The latest of each part, as the page puts it together. */
  view(): Partial<LiveView> {
    return Object.assign({}, ...this.messages.map(({ data }) => data)) as Partial<LiveView>;
  }

  close(): void {
    this.response?.destroy();
  }

  private read(text: string): void {
    this.raw += text;
    const blocks = (this.unread + text).split('\n\n');
    this.unread = blocks.pop() ?? '';
    for (const block of blocks) {
      if (!block.startsWith('event: ')) continue;
      const [event = '', data = ''] = block.split('\n').map((line) => line.replace(/^(event|data): /, ''));
      this.messages.push({ event, data: JSON.parse(data) as Partial<LiveView> });
    }
  }
}

/** Asks for the stream and never reads a byte of it. */
export function openDeafReader(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write('GET /control/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
  socket.on('error', () => undefined);
  return socket;
}

export function ask(
  baseUrl: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return send(`${baseUrl}${path}`, body === undefined ? 'GET' : 'POST', { ...type, ...headers }, bytes);
}
