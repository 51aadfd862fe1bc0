import {
  type CallOutcome,
  capabilitiesOf,
  type ChooseCall,
  GatewayError,
  GatewaySession,
  type Lane,
  NOTHING_KNOWN,
  type Operation,
  type ServerCapabilities,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { type UnitOfWork } from '../../../../../src/platform/database/unit-of-work.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';

/** Answers `data` of HikCentral's envelope; null: no answer comes. */
export type Script = (operation: Operation<unknown>) => unknown;

/** A lease holder whose HikCentral answers from a script; bookings are real transactions. */
export class ScriptedSession extends GatewaySession {
  readonly epoch = 1;
  readonly sent: { readonly lane: Lane; readonly operation: Operation<unknown> }[] = [];
  private readonly end = new AbortController();
  private readonly random = new SystemRandom();

  constructor(
    readonly serverId: string,
    private readonly unitOfWork: UnitOfWork,
    private readonly script: Script,
  ) {
    super();
  }

  override get signal(): AbortSignal {
    return this.end.signal;
  }

  close(): void {
    this.end.abort();
  }

  override async call<T>(lane: Lane, choose: ChooseCall<T>): Promise<CallOutcome<T>> {
    const callId = this.random.uuid();
    const operation = await this.unitOfWork.run((tx) => choose(tx, callId));
    if (operation === null) return { kind: 'idle' };
    this.sent.push({ lane, operation });
    const answeredAt = new Date();
    const data = this.script(operation);
    if (data === null) {
      const error = new GatewayError('GATEWAY.TIMEOUT', 'no answer');
      return { kind: 'unknown', callId, error, deadlineAt: answeredAt };
    }
    return { kind: 'done', callId, value: operation.read(data), answeredAt };
  }

  override nextSlotAt(): Date {
    return new Date();
  }

  override isPaused(): boolean {
    return false;
  }

  override capabilities(): ServerCapabilities {
    return capabilitiesOf(NOTHING_KNOWN);
  }
}
