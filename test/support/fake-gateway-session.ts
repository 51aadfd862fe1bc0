import {
  type CallOutcome,
  capabilitiesOf,
  type ChooseCall,
  GatewayError,
  GatewaySession,
  type Lane,
  NOTHING_KNOWN,
  type Operation,
  type OperationName,
  type ServerCapabilities,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type Clock } from '../../src/platform/clock/clock.js';
import { type UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { type Random } from '../../src/platform/random/random.js';
import { type FakeHikCentral } from './fake-hikcentral.js';

/** What happens to one call. `at` counts all calls from 1. */
export type Fate =
  | 'answered'
  /** It happened, the answer was lost. */
  | 'answer-lost'
  /** It never arrived, and nobody can tell. */
  | 'request-lost'
  /** Accepted, and nothing was done. */
  | 'empty-promise'
  /** A reading that is answered with nothing in place of what was asked for. */
  | 'untold'
  /** It happened; our process died before it could note the answer. */
  | 'crash-after'
  /** Booked; our process died before it was sent. */
  | 'crash-before'
  | GatewayError;

export interface MadeCall {
  readonly name: OperationName;
  readonly lane: Lane;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The process died here. */
export class Crash extends Error {}

const TIMEOUT_MS = 15_000;
const ROUND_TRIP_MS = 50;

/** A session without budget or lease: it books in a real transaction, then asks the fake. */
export class FakeGatewaySession extends GatewaySession {
  readonly serverId: string;
  readonly epoch = 1;
  readonly calls: MadeCall[] = [];
  /** 3.x unless a test says otherwise. */
  can: ServerCapabilities = capabilitiesOf(NOTHING_KNOWN);
  fate: (call: MadeCall, at: number) => Fate = () => 'answered';
  /** Runs after a call was booked and answered, before the answer is recorded. */
  afterCall: (call: MadeCall, at: number) => Promise<void> = () => Promise.resolve();
  private readonly ending = new AbortController();

  constructor(
    serverId: string,
    private readonly hikcentral: FakeHikCentral,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock & { advance(ms: number): Promise<void> | void },
    private readonly random: Random,
  ) {
    super();
    this.serverId = serverId;
  }

  get signal(): AbortSignal {
    return this.ending.signal;
  }

  get names(): OperationName[] {
    return this.calls.map(({ name }) => name);
  }

  override async call<T>(lane: Lane, choose: ChooseCall<T>): Promise<CallOutcome<T>> {
    const callId = this.random.uuid();
    const operation = await this.unitOfWork.run((tx) => choose(tx, callId));
    if (operation === null) return { kind: 'idle' };
    const deadlineAt = new Date(this.clock.now().getTime() + TIMEOUT_MS);
    const call: MadeCall = { name: operation.name, lane, body: operation.body };
    this.calls.push(call);
    const fate = this.fate(call, this.calls.length);
    if (fate === 'crash-before') throw new Crash();
    await this.clock.advance(ROUND_TRIP_MS);
    const outcome = this.ask<T>(operation, fate, callId, deadlineAt);
    if (fate === 'crash-after') throw new Crash();
    await this.afterCall(call, this.calls.length);
    return outcome;
  }

  private ask<T>(operation: Operation<T>, fate: Fate, callId: string, deadlineAt: Date): CallOutcome<T> {
    const answeredAt = this.clock.now();
    if (fate instanceof GatewayError) return { kind: 'refused', callId, error: fate, answeredAt };
    const lost = new GatewayError('GATEWAY.TIMEOUT', 'no answer');
    if (fate === 'request-lost') return { kind: 'unknown', callId, error: lost, deadlineAt };
    if (fate === 'empty-promise') return { kind: 'done', callId, value: undefined as T, answeredAt };
    try {
      if (fate === 'untold') return { kind: 'done', callId, value: operation.read(null), answeredAt };
      const value = this.hikcentral.answer(operation) as T;
      if (fate === 'answer-lost') return { kind: 'unknown', callId, error: lost, deadlineAt };
      return { kind: 'done', callId, value, answeredAt };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { kind: 'refused', callId, error, answeredAt };
    }
  }

  override nextSlotAt(): Date {
    return this.clock.now();
  }

  override isPaused(): boolean {
    return false;
  }

  override capabilities(): ServerCapabilities {
    return this.can;
  }
}
