import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../simulator/index.js';

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

export interface Envelope {
  readonly code: string;
  readonly msg: string;
  readonly data: unknown;
}

export interface Page {
  readonly total: number;
  readonly list: readonly Readonly<Record<string, unknown>>[];
}

export interface CallOptions {
  readonly method?: string;
  readonly appKey?: string;
  readonly appSecret?: string;
  /** Sent on top of, or in place of, what was signed. */
  readonly forgedHeaders?: Record<string, string>;
  readonly timestampMs?: number;
}

/** Sends raw bytes, so that what is signed is what arrives. @throws the socket's error when no answer comes */
export function send(url: string, method: string, headers: Record<string, string>, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A partner of the simulator who signs as the reference says, written without the simulator's own signing. */
export class Partner {
  constructor(private readonly simulator: Simulator) {}

  async raw(path: string, body: unknown = {}, options: CallOptions = {}): Promise<Reply> {
    const { method = 'POST', appKey = this.simulator.appKey, appSecret = this.simulator.appSecret } = options;
    const bytes =
      method === 'GET' ? Buffer.alloc(0) : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const target = `/artemis${path}`;
    const plain = {
      accept: 'application/json',
      'content-md5': createHash('md5').update(bytes).digest('base64'),
      'content-type': 'application/json;charset=UTF-8',
    };
    const listed = {
      'x-ca-key': appKey,
      'x-ca-nonce': randomUUID(),
      'x-ca-timestamp': String(options.timestampMs ?? Date.now()),
    };
    const lines = Object.entries(listed).map(([name, value]) => `${name}:${value}`);
    const text = [method, ...Object.values(plain), ...lines, target].join('\n');
    const signature = createHmac('sha256', appSecret).update(text).digest('base64');
    const headers = {
      ...plain,
      ...listed,
      'x-ca-signature': signature,
      'x-ca-signature-headers': Object.keys(listed).join(','),
      'content-length': String(bytes.length),
      ...options.forgedHeaders,
    };
    return send(`${this.simulator.baseUrl}${target}`, method, headers, bytes);
  }

  /** The envelope, whatever its code. */
  async call(path: string, body: unknown = {}, options: CallOptions = {}): Promise<Envelope> {
    return JSON.parse((await this.raw(path, body, options)).text) as Envelope;
  }

  async codeOf(path: string, body: unknown = {}): Promise<string> {
    return (await this.call(path, body)).code;
  }

  /** The data of a call that has to succeed. */
  async data(path: string, body: unknown = {}): Promise<unknown> {
    const { code, msg, data } = await this.call(path, body);
    if (code !== '0') throw new Error(`${path} answered ${code}: ${msg}`);
    return data;
  }

  /** The data of a call that answers one thing. */
  async record(path: string, body: unknown = {}): Promise<Readonly<Record<string, unknown>>> {
    return (await this.data(path, body)) as Readonly<Record<string, unknown>>;
  }

  /** The data of a call that answers a list. */
  async page(path: string, body: unknown = {}): Promise<Page> {
    return (await this.data(path, body)) as Page;
  }

  /** Adds a person and returns the id. */
  async addPerson(personCode: string, changes: Record<string, unknown> = {}): Promise<string> {
    const draft = { personCode, personFamilyName: 'Ost', personGivenName: 'Asa', orgIndexCode: '1', ...changes };
    return (await this.data('/api/resource/v1/person/single/add', draft)) as string;
  }
}

/** A small site without a limit and without waiting. */
export async function startSite(options: SimulatorOptions = {}): Promise<{ simulator: Simulator; partner: Partner }> {
  const simulator = await startSimulator({
    employeeCount: 3,
    limit: { calls: null },
    applyDelayMs: 0,
    eventDelayMs: 0,
    ...options,
  });
  return { simulator, partner: new Partner(simulator) };
}

/** Waits for what a timer of the simulator does. @throws Error after two seconds */
export async function eventually(check: () => boolean): Promise<void> {
  const untilMs = Date.now() + 2000;
  while (!check()) {
    if (Date.now() > untilMs) throw new Error('did not happen within two seconds');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
