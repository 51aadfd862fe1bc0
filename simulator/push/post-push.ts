import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export type PostResult =
  { readonly kind: 'answered'; readonly httpStatus: number } | { readonly kind: 'unreachable' | 'timeout' };

export interface Push {
  readonly eventDest: string;
  readonly token: string;
  readonly body: object;
}

/** One POST. `signal` is the end of the receiver's time. Never rejects: no answer is an outcome. */
export function postPush({ eventDest, token, body }: Push, signal: AbortSignal): Promise<PostResult> {
  const bytes = Buffer.from(JSON.stringify(body));
  const request = eventDest.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const outgoing = request(eventDest, {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        'content-length': String(bytes.length),
        ...(token !== '' && { token }),
      },
      // The receiver's certificate is its own affair: there is nowhere to tell HikCentral whom to trust.
      rejectUnauthorized: false,
    });
    outgoing.on('response', (response) => {
      response.on('error', () => undefined);
      response.resume();
      resolve({ kind: 'answered', httpStatus: response.statusCode ?? 0 });
    });
    outgoing.on('error', () => resolve({ kind: signal.aborted ? 'timeout' : 'unreachable' }));
    outgoing.end(bytes);
  });
}
