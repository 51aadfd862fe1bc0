import http from 'node:http';
import https from 'node:https';
import { type Socket } from 'node:net';

/** Answers why the call may no longer leave, or null. */
export type Gate = () => Error | null;

/**
 * Lets axios build the request and holds its bytes back until a socket is connected; only then the gate is asked, in
 * the same turn of the event loop in which the bytes are handed to the kernel. A process that was frozen while it
 * connected therefore sends nothing when it wakes.
 */
export class GatedTransport {
  /** True once bytes may have left: from here on a missing answer means "unknown". */
  wasWritten = false;
  /** Why the gate refused, if it did. */
  refusal: Error | null = null;
  private hasBeenUnheard: () => boolean = () => false;

  constructor(private readonly gate: Gate) {}

  /** True when the call went out on a connection kept from an earlier one and no byte came back. */
  get isUnheard(): boolean {
    return this.wasWritten && this.hasBeenUnheard();
  }

  readonly request = (
    options: http.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest => {
    const request = (options.protocol === 'https:' ? https : http).request(options, onResponse);
    const end = request.end.bind(request);
    const held: Buffer[] = [];
    request.write = (chunk: unknown): boolean => {
      held.push(chunk as Buffer);
      return true;
    };
    request.end = (): http.ClientRequest => {
      whenConnected(request, () => {
        this.refusal = this.gate();
        if (this.refusal) {
          request.destroy(this.refusal);
          return;
        }
        this.wasWritten = true;
        this.hasBeenUnheard = silenceOf(request);
        end(Buffer.concat(held));
      });
      return request;
    };
    return request;
  };
}

function silenceOf(request: http.ClientRequest): () => boolean {
  const { socket, reusedSocket } = request;
  const bytesBefore = socket?.bytesRead;
  return () => reusedSocket && socket?.bytesRead === bytesBefore;
}

function whenConnected(request: http.ClientRequest, act: () => void): void {
  const onSocket = (socket: Socket): void => {
    if (socket.connecting) socket.once('encrypted' in socket ? 'secureConnect' : 'connect', act);
    else act();
  };
  if (request.socket) onSocket(request.socket);
  else request.once('socket', onSocket);
}
