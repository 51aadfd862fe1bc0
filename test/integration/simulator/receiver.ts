import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface ReceivedPush {
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly method: string;
    readonly params: { readonly events: readonly Readonly<Record<string, unknown>>[]; readonly sendTime: string };
  };
}

/** Where events are pushed to: keeps what comes and answers what it is told to; null for no answer at all. */
export class Receiver {
  readonly pushes: ReceivedPush[] = [];
  httpStatus: number | null = 200;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as ReceivedPush['body'];
        receiver.pushes.push({ headers: request.headers, body });
        if (receiver.httpStatus !== null) response.writeHead(receiver.httpStatus).end('{"code":"0"}');
      });
    });
    return receiver;
  }

  eventIds(): unknown[] {
    return this.pushes.flatMap(({ body }) => body.params.events.map(({ eventId }) => eventId));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
