import { Agent, request } from 'node:http';
import { type Simulator } from '../../simulator/index.js';
import { sign, stringToSign } from '../../simulator/server/signature.js';

/** What one call took, from the first byte sent to the last one read. */
export interface TimedAnswer {
  readonly tookMs: number;
  readonly text: string;
}

/** One partner on one connection, call after call. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly simulator: Simulator) {}

  /** @throws Error for anything but code 0 */
  async call(path: string, body: Readonly<Record<string, unknown>>): Promise<TimedAnswer> {
    const { appKey, appSecret, baseUrl } = this.simulator;
    const target = `/artemis${path}`;
    const plain = {
      accept: 'application/json',
      'content-type': 'application/json;charset=UTF-8',
      'x-ca-key': appKey,
      'x-ca-signature-headers': 'x-ca-key',
    };
    const signature = sign(stringToSign({ method: 'POST', target, headers: plain }), appSecret);
    const headers = { ...plain, 'x-ca-signature': signature };
    const startedAtMs = performance.now();
    const text = await this.post(baseUrl + target, headers, JSON.stringify(body));
    const tookMs = performance.now() - startedAtMs;
    if (!/^\{"code":"?0"?,/.test(text)) throw new Error(`${path} answered ${text.slice(0, 200)}`);
    return { tookMs, text };
  }

  close(): void {
    this.agent.destroy();
  }

  private post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method: 'POST', headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
