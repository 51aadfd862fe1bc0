import { createHash } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext, withoutKey } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { IdempotencyKeyReusedError } from '../../../platform/http/http.errors.js';
import { Random } from '../../../platform/random/random.js';
import { Notice } from '../budget/notice.js';
import { ServerNotFoundError } from '../servers.errors.js';
import { ServerStore } from '../persistence/server-store.js';
import { GatewayNotices } from './gateway-notices.js';
import { type CallerKey } from './gateway-request.js';
import { ASK_PATIENCE_MS, type AskOptions, type GatewayAnswer, GatewayRequests } from './gateway-requests.js';
import { decodeError, decodeValue, pauseOf } from './request-codec.js';
import { type ParamsOf, type RequestKindName, type ValueOf } from './request-kinds.js';
import { RequestStore } from './request-store.js';
import { HikCentralNotAskedError, HikCentralOutcomeUnknownError } from './requests.errors.js';

/** What a notice that was lost costs. */
const LOOK_EVERY_MS = 1_000;

@Injectable()
export class AskLeaseHolder extends GatewayRequests implements BeforeApplicationShutdown {
  private readonly stopper = new AbortController();

  constructor(
    private readonly store: RequestStore,
    private readonly servers: ServerStore,
    private readonly notices: GatewayNotices,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    super();
  }

  /** Whoever waits is told, so that a process can end. */
  beforeApplicationShutdown(): void {
    this.stopper.abort();
  }

  override async ask<Name extends RequestKindName>(
    serverId: string,
    kind: Name,
    params: ParamsOf<Name>,
    options: AskOptions = {},
  ): Promise<GatewayAnswer<ValueOf<Name>>> {
    const answered = new Notice(this.clock);
    const untilMs = this.clock.monotonicMs() + ASK_PATIENCE_MS;
    let id = this.random.uuid();
    const unhear = this.notices.hear('answered', (about) => {
      if (about === null || about === id) answered.ring();
    });
    try {
      id = await this.write(id, serverId, kind, params, options);
      // What was sealed is what the operation of this kind reads.
      return (await this.wait(id, answered, untilMs)) as GatewayAnswer<ValueOf<Name>>;
    } finally {
      unhear();
    }
  }

  override async recall<Name extends RequestKindName>(
    requestId: string,
    _kind: Name,
  ): Promise<GatewayAnswer<ValueOf<Name>>> {
    return (await this.wait(requestId, new Notice(this.clock), this.clock.monotonicMs())) as GatewayAnswer<
      ValueOf<Name>
    >;
  }

  /** @returns the id of the request that stands for this one */
  private async write(
    id: string,
    serverId: string,
    kind: RequestKindName,
    params: unknown,
    { onAsked }: AskOptions,
  ): Promise<string> {
    const caller = callerKey(serverId, kind);
    const askedAt = this.clock.now();
    const expiresAt = new Date(askedAt.getTime() + ASK_PATIENCE_MS);
    return withoutKey(() =>
      this.unitOfWork.run(async (tx) => {
        if (!(await this.servers.revisions(tx)).has(serverId)) throw new ServerNotFoundError(serverId);
        const known = await this.store.add(tx, { id, serverId, kind, params, caller, askedAt, expiresAt });
        if (known === null) {
          await onAsked?.(tx, id);
          await this.notices.announce(tx, 'asked', serverId);
          return id;
        }
        if (known.bodyHash !== caller?.bodyHash) throw new IdempotencyKeyReusedError();
        return known.id;
      }),
    );
  }

  private async wait(id: string, answered: Notice, untilMs: number): Promise<unknown> {
    const { signal } = this.stopper;
    for (;;) {
      const seen = answered.state;
      const nowMs = this.clock.monotonicMs();
      const isOver = nowMs >= untilMs || signal.aborted;
      if (isOver) await this.expire(id);
      const found = await this.unitOfWork.read((tx) => this.store.find(tx, id));
      if (found === null || found.state === 'expired') throw new HikCentralNotAskedError(false);
      const { state, content } = found;
      if (state === 'done' && content !== null) return decodeValue(content);
      if (state === 'failed' && content !== null) throw refusalOf(content);
      if (isOver || (state !== 'asked' && state !== 'running')) {
        throw new HikCentralOutcomeUnknownError(content === null ? undefined : decodeError(content));
      }
      await answered.wait(seen, Math.min(untilMs, nowMs + LOOK_EVERY_MS), signal);
    }
  }

  /** Unless somebody has taken it up: nobody will any more. */
  private async expire(id: string): Promise<void> {
    await withoutKey(() => this.unitOfWork.run((tx) => this.store.expire(tx, id, this.clock.now())));
  }
}

function refusalOf(content: Buffer): Error {
  const error = decodeError(content);
  return error.code === 'GATEWAY.NOT_SENT'
    ? new HikCentralNotAskedError(true, error.context['retryAfterSeconds'], pauseOf(error))
    : error;
}

/** Copies of one HTTP request, by its `Idempotency-Key`. */
function callerKey(serverId: string, kind: RequestKindName): CallerKey | null {
  const claim = currentContext().idempotency;
  if (claim === null) return null;
  const { scope, key, bodyHash } = claim;
  return {
    key: createHash('sha256')
      .update(JSON.stringify([scope, key, serverId, kind]))
      .digest(),
    bodyHash,
  };
}
