import { randomUUID } from 'node:crypto';
import {
  type CallOutcome,
  capabilitiesOf,
  type ChooseCall,
  GatewaySession,
  type Lane,
  NOTHING_KNOWN,
  type ServerCapabilities,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type UnitOfWork } from '../../src/platform/database/unit-of-work.js';

/** A lease holder whose HikCentral answers at once that nothing happened; bookings are real transactions. */
export class EmptyHikCentral extends GatewaySession {
  readonly epoch = 1;
  readonly signal = new AbortController().signal;
  callCount = 0;

  constructor(
    readonly serverId: string,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  override async call<T>(_lane: Lane, choose: ChooseCall<T>): Promise<CallOutcome<T>> {
    const callId = randomUUID();
    const operation = await this.unitOfWork.run((tx) => choose(tx, callId));
    if (operation === null) return { kind: 'idle' };
    this.callCount += 1;
    const { pageNo, pageSize } = operation.body as { pageNo: number; pageSize: number };
    const value = operation.read({ total: 0, pageNo, pageSize, list: [] });
    return { kind: 'done', callId, value, answeredAt: new Date() };
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
