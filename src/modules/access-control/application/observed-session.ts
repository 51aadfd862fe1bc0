import { type Clock } from '../../../platform/clock/clock.js';
import {
  type CallOutcome,
  type ChooseCall,
  GatewaySession,
  type Lane,
  type ServerCapabilities,
} from '../../hikcentral-gateway/index.js';

/** A session that counts the calls it costs and notes when they left. */
export class ObservedSession extends GatewaySession {
  private firstBookedAtMs: number | null = null;

  constructor(
    private readonly session: GatewaySession,
    private readonly clock: Clock,
    public callsSpent = 0,
  ) {
    super();
  }

  get serverId(): string {
    return this.session.serverId;
  }

  get epoch(): number {
    return this.session.epoch;
  }

  get signal(): AbortSignal {
    return this.session.signal;
  }

  /** When the first call since the last `begin` was booked: a reading shows nothing of what came later. */
  get readAtMs(): number {
    return this.firstBookedAtMs ?? this.clock.now().getTime();
  }

  begin(): void {
    this.firstBookedAtMs = null;
  }

  override call<T>(lane: Lane, choose: ChooseCall<T>): Promise<CallOutcome<T>> {
    return this.session.call(lane, async (tx, callId) => {
      const operation = await choose(tx, callId);
      if (operation !== null) {
        this.callsSpent += 1;
        this.firstBookedAtMs ??= this.clock.now().getTime();
      }
      return operation;
    });
  }

  override nextSlotAt(lane: Lane): Date {
    return this.session.nextSlotAt(lane);
  }

  override isPaused(): boolean {
    return this.session.isPaused();
  }

  override capabilities(): ServerCapabilities {
    return this.session.capabilities();
  }
}
