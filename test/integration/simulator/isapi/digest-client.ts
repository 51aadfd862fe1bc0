import { createHash, randomBytes } from 'node:crypto';

/** Written from RFC 7616 alone: it checks the simulator's digest and shares none of it. */
export interface DigestParts {
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly username: string;
  readonly password: string;
  readonly realm: string;
  readonly nonce: string;
  readonly method: string;
  readonly uri: string;
  readonly nc: string;
  readonly cnonce: string;
}

export function answerOf(parts: DigestParts): string {
  const { algorithm, username, password, realm, nonce, method, uri, nc, cnonce } = parts;
  const h = (text: string): string =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  return h([h(`${username}:${realm}:${password}`), nonce, nc, cnonce, 'auth', h(`${method}:${uri}`)].join(':'));
}

export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly isStale: boolean;
}

export function challengeFor(algorithm: 'MD5' | 'SHA-256', header: string | null): Challenge | undefined {
  const text = (header ?? '').split(/,\s*(?=Digest )/).find((each) => each.includes(`algorithm=${algorithm}`));
  if (text === undefined) return undefined;
  const value = (name: string): string => new RegExp(`${name}="?([^",]*)"?`).exec(text)?.[1] ?? '';
  return { realm: value('realm'), nonce: value('nonce'), isStale: value('stale') === 'true' };
}

export interface ClientRequest {
  readonly method?: string;
  readonly body?: string | Uint8Array | FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One caller of one device, with one nonce at a time. */
export class DigestClient {
  nc = 0;
  challenge: Challenge | undefined;
  password: string;

  constructor(
    readonly device: { readonly baseUrl: string; readonly username: string; readonly password: string },
    private readonly algorithm: 'MD5' | 'SHA-256' = 'MD5',
  ) {
    this.password = device.password;
  }

  /** Answers one challenge, and a second one only when the first nonce was stale. */
  async fetch(path: string, request: ClientRequest = {}): Promise<Response> {
    for (let round = 1; ; round += 1) {
      const response = await this.once(path, request);
      if (response.status !== 401 || round === 3) return response;
      const challenge = challengeFor(this.algorithm, response.headers.get('www-authenticate'));
      const isWorthIt = this.challenge === undefined || challenge?.isStale === true;
      this.challenge = challenge;
      this.nc = 0;
      if (!isWorthIt) return response;
      await response.arrayBuffer();
    }
  }

  /** One request, with whatever nonce is at hand. */
  once(path: string, { method = 'GET', headers, ...rest }: ClientRequest = {}): Promise<Response> {
    const authorization = this.challenge === undefined ? {} : { authorization: this.authorize(method, path) };
    return fetch(this.device.baseUrl + path, { method, ...rest, headers: { ...headers, ...authorization } });
  }

  authorize(method: string, uri: string, change: Partial<DigestParts> = {}): string {
    this.nc += 1;
    const parts: DigestParts = {
      algorithm: this.algorithm,
      username: this.device.username,
      password: this.password,
      realm: this.challenge?.realm ?? '',
      nonce: this.challenge?.nonce ?? '',
      method,
      uri,
      nc: this.nc.toString(16).padStart(8, '0'),
      cnonce: randomBytes(8).toString('hex'),
      ...change,
    };
    const { username, realm, nonce, nc, cnonce } = parts;
    return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${parts.algorithm}, qop=auth, nc=${nc}, cnonce="${cnonce}", response="${answerOf(parts)}"`;
  }

  async json(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await this.fetch(`${path}?format=json`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async xml(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
    const response = await this.fetch(path, {
      method,
      ...(body !== undefined && { body, headers: { 'content-type': 'application/xml' } }),
    });
    return { status: response.status, text: await response.text() };
  }

  /** The subStatusCode of a JSON call. */
  async sub(method: string, path: string, body?: object): Promise<unknown> {
    return (await this.json(method, path, body)).body['subStatusCode'];
  }
}
