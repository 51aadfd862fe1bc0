import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { GatewayError } from '../gateway.errors.js';
import { type CallOutcome, type GatewaySession } from '../hikcentral-gateway.js';
import { type LastFailure } from '../session/last-failure.js';
import { GatewayNotices } from './gateway-notices.js';
import { type DueRequest, type RequestEnding } from './gateway-request.js';
import { type GatewayAnswer } from './gateway-requests.js';
import { requestKindOf } from './request-kinds.js';
import { RequestStore } from './request-store.js';

/** What a notice that was lost costs. */
const SWEEP_MS = 1_000;
const MS_PER_SECOND = 1_000;

export interface AnsweringSession extends GatewaySession {
  clockOffsetSeconds(): number | null;
}

interface Answering {
  readonly session: AnsweringSession;
  readonly lastFailure: Pick<LastFailure, 'error'>;
  /** By request. */
  readonly underWay: Map<string, Promise<void>>;
  readonly outage: OutageLog;
}

/** The lease holder's side of `gateway_requests`: claims a request with the booking of its call, at most once. */
@Injectable()
export class AnswerRequests {
  readonly name = 'hikcentral-gateway.answer-requests';

  constructor(
    private readonly store: RequestStore,
    private readonly notices: GatewayNotices,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async run(session: AnsweringSession, lastFailure: Pick<LastFailure, 'error'>): Promise<void> {
    const { serverId } = session;
    await this.giveUpEarlier(serverId);
    const underWay = new Map<string, Promise<void>>();
    const outage = new OutageLog(this.logger, 'answering gateway requests', { serverId });
    const loop = new WakeLoop({
      name: this.name,
      clock: this.clock,
      maxSleepMs: SWEEP_MS,
      pass: async () => {
        await this.takeUp({ session, lastFailure, underWay, outage });
        outage.succeeded();
        return null;
      },
      onFailure: (error) => outage.failed(error),
    });
    const unhear = this.notices.hear('asked', (id) => {
      if (id === null || id === serverId) loop.ring();
    });
    loop.start();
    await aborted(session.signal);
    unhear();
    await loop.stop();
    await Promise.all(underWay.values());
  }

  private async giveUpEarlier(serverId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      for (const id of await this.store.abandon(tx, serverId, this.clock.now())) {
        await this.notices.announce(tx, 'answered', id);
      }
    });
  }

  private async takeUp({ session, lastFailure, underWay, outage }: Answering): Promise<void> {
    const due = await this.unitOfWork.read((tx) => this.store.due(tx, session.serverId, this.clock.now()));
    for (const request of due) {
      if (await this.refuseLate(session, lastFailure.error, request)) continue;
      if (underWay.has(request.id)) continue;
      const answering = this.answer(session, request)
        .catch((error: unknown) => outage.failed(error))
        .finally(() => underWay.delete(request.id));
      underWay.set(request.id, answering);
    }
  }

  /** A person waits: what has no slot in time is said at once. @returns whether it was */
  private async refuseLate(
    session: AnsweringSession,
    failure: GatewayError | null,
    { id, kind, expiresAt }: DueRequest,
  ): Promise<boolean> {
    const lane = requestKindOf(kind)?.lane;
    if (lane === undefined) return false;
    const slotAt = session.nextSlotAt(lane);
    if (slotAt < expiresAt) return false;
    const waitSeconds = Math.ceil((slotAt.getTime() - this.clock.now().getTime()) / MS_PER_SECOND);
    const error = new GatewayError('GATEWAY.NOT_SENT', 'no slot in time', {
      ...(session.isPaused() && failure !== null && { ...failure.context, pausedBy: failure.code }),
      retryAfterSeconds: waitSeconds,
    });
    await this.unitOfWork.run(async (tx) => {
      await this.store.refuse(tx, id, error, this.clock.now());
      await this.notices.announce(tx, 'answered', id);
    });
    return true;
  }

  private async answer(session: AnsweringSession, { id, kind: name }: DueRequest): Promise<void> {
    const kind = requestKindOf(name);
    // Asked by a newer version of ours: somebody who knows it may hold the lease next, else it expires.
    if (kind === null) return;
    const outcome = await session.call(kind.lane, async (tx, callId) => {
      const claimed = await this.store.claim(tx, id, { epoch: session.epoch, callId, now: this.clock.now() });
      return claimed === null ? null : kind.operation(claimed.params);
    });
    if (outcome.kind === 'idle') return;
    const { callId } = outcome;
    // Not even claimed: it waits for the next holder.
    if (callId === null) return;
    await this.unitOfWork.run(async (tx) => {
      if (outcome.kind === 'not-sent') await this.store.putBack(tx, id, callId);
      else await this.store.finish(tx, id, callId, endingOf(outcome, session), this.clock.now());
      await this.notices.announce(tx, 'answered', id);
    });
  }
}

function endingOf(
  outcome: Exclude<CallOutcome<unknown>, { kind: 'idle' | 'not-sent' }>,
  session: AnsweringSession,
): RequestEnding {
  const clockOffsetSeconds = session.clockOffsetSeconds();
  if (outcome.kind === 'done') {
    const { value, answeredAt } = outcome;
    const answer: GatewayAnswer<unknown> = { value, answeredAt, clockOffsetSeconds };
    return { state: 'done', value: answer };
  }
  const { code, message, context } = outcome.error;
  const error = new GatewayError(code, message, { ...context, clockOffsetSeconds });
  return { state: outcome.kind === 'refused' ? 'failed' : 'unknown', error };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
