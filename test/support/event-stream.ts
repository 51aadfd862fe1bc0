import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { waitFor } from './wait-for.js';

export interface StreamEvent<Data = Readonly<Record<string, unknown>>> {
  readonly name: string;
  readonly data: Data;
  /** `Last-Event-ID` after this event. */
  readonly id: string;
}

export interface StreamOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly lastEventId?: string;
}

/** A reader of Server-Sent Events as the standard has it (WHATWG HTML, section 9.2.6), that may also stop reading. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  lastEventId: string;
  /** Bytes that came, comments included. */
  bytes = 0;
  private ended = false;
  private unread = '';
  private fields: { id: string | null; name: string; data: string[] } = { id: null, name: '', data: [] };

  private constructor(
    private readonly outgoing: ClientRequest,
    private readonly incoming: IncomingMessage,
    lastEventId: string,
    private readonly onEvent: (event: StreamEvent) => void,
  ) {
    this.lastEventId = lastEventId;
    incoming.setEncoding('utf8').on('data', (text: string) => this.read(text));
    incoming.on('error', () => (this.ended = true)).on('close', () => (this.ended = true));
  }

  /** @returns once the head of the answer is there, whatever its status */
  static open(
    baseUrl: string,
    { headers = {}, lastEventId = '' }: StreamOptions,
    onEvent: (event: StreamEvent) => void = () => undefined,
  ): Promise<EventStream> {
    const resume = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
    return new Promise((resolve, reject) => {
      const outgoing = request(`${baseUrl}/api/v1/live`, { agent: false, headers: { ...headers, ...resume } });
      outgoing.on('response', (incoming) => resolve(new EventStream(outgoing, incoming, lastEventId, onEvent)));
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  get status(): number {
    return this.incoming.statusCode ?? 0;
  }

  get contentType(): string {
    return this.incoming.headers['content-type'] ?? '';
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  named<Data = Readonly<Record<string, unknown>>>(name: string): readonly StreamEvent<Data>[] {
    return this.events.filter((event) => event.name === name) as unknown as readonly StreamEvent<Data>[];
  }

  /** @throws when no such event comes in time */
  async until(isIt: (event: StreamEvent) => boolean, what: string): Promise<StreamEvent> {
    await waitFor(() => this.events.some(isIt), `${what}; came: ${this.events.map(({ name }) => name).join(' ')}`);
    return this.events.find(isIt)!;
  }

  untilEnded(): Promise<void> {
    return waitFor(() => this.ended, 'the end of the stream');
  }

  /** Leaves what comes in the socket. */
  stopReading(): void {
    this.incoming.pause();
  }

  goOnReading(): void {
    this.incoming.resume();
  }

  close(): void {
    this.outgoing.destroy();
  }

  private read(text: string): void {
    this.bytes += text.length;
    const lines = (this.unread + text).split('\n');
    this.unread = lines.pop() ?? '';
    for (const line of lines) this.readLine(line);
  }

  private readLine(line: string): void {
    if (line === '') {
      this.dispatch();
      return;
    }
    const [, field = '', value = ''] = /^([^:]*)(?::\s?(.*))?$/.exec(line) ?? [];
    if (field === 'id') this.fields.id = value;
    else if (field === 'event') this.fields.name = value;
    else if (field === 'data') this.fields.data.push(value);
  }

  private dispatch(): void {
    const { id, name, data } = this.fields;
    this.fields = { id: null, name: '', data: [] };
    if (id !== null) this.lastEventId = id;
    if (data.length === 0) return;
    const event = { name, data: JSON.parse(data.join('\n')) as StreamEvent['data'], id: this.lastEventId };
    this.events.push(event);
    this.onEvent(event);
  }
}
