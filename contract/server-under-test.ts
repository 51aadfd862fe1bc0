import { HikCentralClient } from '../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { interpretAnswer, type RawAnswer } from '../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../src/modules/hikcentral-gateway/client/no-answer.js';
import { type GatewayError, type Operation } from '../src/modules/hikcentral-gateway/index.js';
import { SystemClock } from '../src/platform/clock/system-clock.js';
import { SystemRandom } from '../src/platform/random/random.js';
import { Pace } from './pace.js';

export interface ServerAddress {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  /** PEM of the only authority that is trusted; null: the system's. */
  readonly ca: string | null;
  /** null: no limit but the server's own. */
  readonly callsPerMinute: number | null;
  readonly timeoutMs: number;
}

/** What came of one call, and the bytes it came as. `answer` null: none came. */
export interface Answered<T> {
  readonly outcome:
    | { readonly kind: 'done'; readonly value: T }
    | { readonly kind: 'refused' | 'unknown' | 'no-answer'; readonly error: GatewayError };
  readonly answer: RawAnswer | null;
}

/** One HikCentral, spoken to by the client the product uses, without lease and ledger and at a pace of its own. */
export class ServerUnderTest {
  private readonly client: HikCentralClient;
  private readonly pace: Pace;

  constructor(readonly address: ServerAddress) {
    const clock = new SystemClock();
    this.client = new HikCentralClient({ ...address, maxSockets: 2, clock, random: new SystemRandom() });
    this.pace = new Pace(address.callsPerMinute, clock);
  }

  get callCount(): number {
    return this.pace.callCount;
  }

  async send<T>(operation: Operation<T>): Promise<Answered<T>> {
    await this.pace.turn();
    const answer = await this.client.send(operation, { timeoutMs: this.address.timeoutMs, gate: () => null });
    if (answer instanceof NoAnswer) return { outcome: { kind: 'no-answer', error: answer.error }, answer: null };
    const meaning = interpretAnswer(operation, answer);
    const outcome =
      meaning.kind === 'done'
        ? { kind: meaning.kind, value: meaning.value }
        : { kind: meaning.kind, error: meaning.error };
    return { outcome, answer };
  }

  /** For what the client itself never sends: other signatures, other bodies. */
  async sendOwn<T>(send: (address: ServerAddress) => Promise<T>): Promise<T> {
    await this.pace.turn();
    return send(this.address);
  }

  close(): void {
    this.client.close();
  }
}
