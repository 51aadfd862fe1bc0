import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { GatewayError } from '../gateway.errors.js';
import { testCauseOf } from '../mapping/test-causes.js';
import { type PauseReason } from '../persistence/call-ledger.js';
import { ServerCatalogue } from '../persistence/server-catalogue.js';
import { GatewayRequests } from '../requests/gateway-requests.js';
import { HikCentralNotAskedError, HikCentralOutcomeUnknownError } from '../requests/requests.errors.js';
import { type TestVerdict, verdictText } from './test-verdict.js';

/** Beyond this a signature may be refused, and an end of access comes at another time than we think. */
const TOLERATED_SECONDS = 10;

const PAUSES: Readonly<Record<PauseReason, TestVerdict>> = {
  refused: 'paused_refused',
  outage: 'paused_outage',
  'rate-limited': 'paused_rate_limited',
};

export interface ServerTest {
  readonly ok: boolean;
  readonly verdict: TestVerdict;
  /** In the language of the caller. */
  readonly detail: string;
  readonly product: string | null;
  readonly version: string | null;
  readonly clockOffsetSeconds: number | null;
  /** While HikCentral is waited for and nothing was asked: when it will be. */
  readonly retryAfterSeconds: number | null;
}

const NOTHING_SAID = { product: null, version: null, retryAfterSeconds: null } as const;

@Injectable()
export class TestServer {
  constructor(
    private readonly requests: GatewayRequests,
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: ServerCatalogue,
    private readonly clock: Clock,
  ) {}

  /**
   * What stands in the way is an answer, not a failure.
   * @throws HIKCENTRAL_SERVER_NOT_FOUND
   * @throws HIKCENTRAL_NOT_ASKED, HIKCENTRAL_OUTCOME_UNKNOWN when nobody could be asked
   */
  async run(id: string): Promise<ServerTest> {
    const test = await this.test(id);
    // In its transaction the platform keeps the answer for the request's key.
    return this.unitOfWork.run(() => Promise.resolve(test));
  }

  private async test(id: string): Promise<ServerTest> {
    try {
      const { value, clockOffsetSeconds } = await this.requests.ask(id, 'test', null, {
        onAsked: (tx) =>
          audit(tx, { action: 'hikcentral-servers.test', entity: 'hikcentral-server', entityId: id, detail: {} }),
      });
      const seconds = rounded(clockOffsetSeconds);
      const isOff = seconds !== null && Math.abs(seconds) > TOLERATED_SECONDS;
      const said = this.say(isOff ? 'clock_differs' : 'ok', seconds);
      return { ...said, ...value, clockOffsetSeconds: seconds, retryAfterSeconds: null };
    } catch (error) {
      return this.explain(id, error);
    }
  }

  private async explain(id: string, error: unknown): Promise<ServerTest> {
    if (error instanceof HikCentralNotAskedError && error.isRefused) return this.explainPause(id, error);
    // The version is only read: that its answer was lost is all there is to know.
    const failure = error instanceof HikCentralOutcomeUnknownError ? error.cause : error;
    if (!(failure instanceof GatewayError)) throw error;
    const offset = failure.context['clockOffsetSeconds'];
    const seconds = rounded(typeof offset === 'number' ? offset : null);
    return { ...this.say(testCauseOf(failure), null), ...NOTHING_SAID, clockOffsetSeconds: seconds };
  }

  private async explainPause(id: string, error: HikCentralNotAskedError): Promise<ServerTest> {
    const server = await this.unitOfWork.read((tx) => this.catalogue.view(tx, id, this.clock.now()));
    const reason = server?.pauseReason ?? null;
    // Only the budget of calls is used up.
    if (server === null || reason === null) throw error;
    const { retryAfterSeconds } = error.context;
    const seconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null;
    const isKnown = error.failure !== null && reason !== 'rate-limited';
    const said = this.say(isKnown ? testCauseOf(error.failure) : PAUSES[reason], seconds);
    const { clockOffsetSeconds } = server;
    return { ...said, ...NOTHING_SAID, clockOffsetSeconds, retryAfterSeconds: seconds };
  }

  private say(verdict: TestVerdict, seconds: number | null): Pick<ServerTest, 'ok' | 'verdict' | 'detail'> {
    const detail = verdictText(verdict, currentContext().language, seconds === null ? null : Math.abs(seconds));
    return { ok: verdict === 'ok', verdict, detail };
  }
}

function rounded(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds);
}
