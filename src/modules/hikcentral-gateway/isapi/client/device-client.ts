import Bottleneck from 'bottleneck';
import { type Clock } from '../../../../platform/clock/clock.js';
import { type Random } from '../../../../platform/random/random.js';
import { type Gate } from '../../client/gated-transport.js';
import { NoAnswer } from '../../client/no-answer.js';
import { GatewayError } from '../../gateway.errors.js';
import { AuthorisedExchange } from '../digest/authorised-exchange.js';
import { type DeviceCredentials } from '../digest/digest-answer.js';
import { DigestState } from '../digest/digest-state.js';
import { type DeviceCall, type DeviceFailure, type DeviceOutcome } from './device-call.js';
import { type DeviceAddress, DeviceHttp, type OpenStream } from './device-http.js';
import { type DeviceAnswer, interpretDeviceAnswer } from './interpret-device-answer.js';

/** Devices are weak; codebases in the field agree on two. */
const MAX_IN_FLIGHT = 2;
/** With the event stream and its successor while the old one is being closed. */
const MAX_SOCKETS = MAX_IN_FLIGHT + 2;
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 500;
/** A cheap read that every device knows. */
const ASK = '/ISAPI/System/deviceInfo';

export interface DeviceOptions extends DeviceAddress, DeviceCredentials {
  /** Milliseconds for one try, the last byte of the body included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes calls to one device: two at a time, authorised, in time, and again where the device is busy and it is harmless. */
export class DeviceClient {
  readonly clock: Clock;
  readonly random: Random;
  private readonly http: DeviceHttp;
  private readonly state: DigestState;
  private readonly authorised: AuthorisedExchange;
  private readonly turns = new Bottleneck({ maxConcurrent: MAX_IN_FLIGHT });
  private readonly closing = new AbortController();

  /** @throws RangeError for a user name that is not 1–64 printable ASCII characters */
  constructor(private readonly options: DeviceOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.http = new DeviceHttp(options, MAX_SOCKETS);
    this.state = new DigestState(options, options.random);
    this.authorised = new AuthorisedExchange(this.state);
  }

  /** Never throws for what the network or the device does. */
  async send<T>(call: DeviceCall<T>): Promise<DeviceOutcome<T>> {
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.turns.schedule(() => this.try(call));
      if (tries >= MAX_TRIES || call.effect === 'once' || !isWorthAnotherTry(outcome)) return outcome;
      await this.clock.sleep(FIRST_PAUSE_MS * 2 ** (tries - 1) * (1 + this.random.fraction()), this.closing.signal);
      if (this.closing.signal.aborted) return outcome;
    }
  }

  /**
   * Opens an answer without end; takes no turn, since it would keep it.
   * @param signal ends it
   */
  async open(target: string, signal: AbortSignal): Promise<OpenStream | NoAnswer> {
    const opening = this.deadline();
    // Disarmed once the answer has begun: from there on silence is judged by whoever reads.
    const either = AbortSignal.any([signal, opening.signal]);
    try {
      return await this.authorised.run<OpenStream>(
        {
          method: 'GET',
          target,
          transmit: async (authorization) => {
            const wire = { ...this.plain(target, either), authorization };
            const answer = await this.http.open(wire);
            if (!(answer instanceof NoAnswer) && answer.httpStatus === 401) answer.stream.destroy();
            return answer;
          },
        },
        () => this.ask(either),
      );
    } finally {
      opening.cancel();
    }
  }

  /** Ends the silence after a refused password. @throws RangeError for a user name that is not 1–64 printable ASCII characters */
  useCredentials(credentials: DeviceCredentials): void {
    this.state.replace(credentials);
  }

  /** Cuts what is in flight; nothing is sent any more. */
  close(): void {
    this.closing.abort();
    this.http.close();
  }

  private async try<T>(call: DeviceCall<T>): Promise<DeviceOutcome<T>> {
    const { method, target, body, effect } = call;
    const deadlineAt = new Date(this.clock.now().getTime() + this.options.timeoutMs);
    const deadline = this.deadline();
    try {
      const answer = await this.authorised.run<DeviceAnswer>(
        {
          method,
          target,
          transmit: (authorization) =>
            this.http.exchange({
              ...this.plain(target, deadline.signal),
              method,
              body,
              authorization,
              isRepeatable: effect !== 'once',
            }),
        },
        () => this.ask(deadline.signal),
      );
      if (answer instanceof NoAnswer) return ofSilence(call, answer, deadlineAt);
      return interpretDeviceAnswer(call, answer, { answeredAt: this.clock.now(), deadlineAt });
    } finally {
      deadline.cancel();
    }
  }

  private ask(signal: AbortSignal): Promise<DeviceAnswer | NoAnswer> {
    return this.http.exchange(this.plain(ASK, signal));
  }

  private plain(target: string, signal: AbortSignal) {
    const gate = this.gateOf(signal);
    return { method: 'GET', target, body: null, authorization: null, signal, gate, isRepeatable: true } as const;
  }

  /** A password that was refused meanwhile must not be sent by whoever was still connecting. */
  private gateOf(signal: AbortSignal): Gate {
    return () => {
      if (this.state.isRejected) return new GatewayError('GATEWAY.AUTH_REJECTED', 'the device refused our password');
      if (this.closing.signal.aborted) return new GatewayError('GATEWAY.NOT_SENT', 'the device is not served any more');
      return signal.aborted ? new GatewayError('GATEWAY.TIMEOUT', 'its turn came too late') : null;
    };
  }

  private deadline(): { readonly signal: AbortSignal; readonly cancel: () => void } {
    const end = new AbortController();
    const cancel = this.clock.after(this.options.timeoutMs, () => end.abort());
    return { signal: AbortSignal.any([end.signal, this.closing.signal]), cancel };
  }
}

function ofSilence({ name }: DeviceCall<unknown>, { error, wasWritten }: NoAnswer, deadlineAt: Date): DeviceFailure {
  const named = new GatewayError(error.code, error.message, { ...error.context, operation: name });
  return wasWritten ? { kind: 'unknown', error: named, deadlineAt } : { kind: 'not-sent', error: named };
}

function isWorthAnotherTry(outcome: DeviceOutcome<unknown>): boolean {
  return outcome.kind !== 'done' && outcome.error.code === 'GATEWAY.BUSY';
}
