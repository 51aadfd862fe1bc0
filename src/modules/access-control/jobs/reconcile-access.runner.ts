import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Logger } from '../../../platform/logging/logger.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession, HikCentralGateway, type SessionRunner } from '../../hikcentral-gateway/index.js';
import { EnsureOrganisation } from '../application/ensure-organisation.js';
import { FetchAccessLevels } from '../application/fetch-access-levels.js';
import { FindStrays } from '../application/find-strays.js';
import { TakeNextCall } from '../application/take-next-call.js';
import { type Side } from '../domain/step.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { DriftCheckRunner } from './drift-check.runner.js';

/** Revocations in flight at a time: one that hangs holds up none of the others while the budget has a slot (I1). */
const TAKING_LOOPS = 3;

type Pass = () => Promise<Date | 'now' | null>;

/**
 * Makes the doors agree with the visits while this process holds the lease. Taking and giving are loops of their own:
 * a giving call that hangs holds up no revocation.
 */
@Injectable()
export class ReconcileAccessRunner implements SessionRunner {
  readonly name = 'access-control.reconcile';
  /** Loops that have something to do when a cardholder is due. */
  private readonly rung = new Set<WakeLoop>();
  /** Loops that see, in one short query, whether whoever rang made somebody stray: a server was left, or adopted. */
  private readonly looking = new Set<WakeLoop>();

  constructor(
    gateway: HikCentralGateway,
    doorbell: Doorbell,
    driftChecks: DriftCheckRunner,
    private readonly strays: FindStrays,
    private readonly takeNextCall: TakeNextCall,
    private readonly organisation: EnsureOrganisation,
    private readonly fetchLevels: FetchAccessLevels,
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    gateway.onSession(this);
    if (settings.role === 'api') return;
    doorbell.answer(BELLS.reconcileAccess, () => {
      this.ring();
      for (const loop of this.looking) loop.ring();
      driftChecks.ring();
    });
  }

  async run(session: GatewaySession): Promise<void> {
    const { serverId } = session;
    const calls =
      (side: Side, onBooked?: () => void): Pass =>
      async () => {
        const made = side === 'giving' ? await this.organisation.run(session) : null;
        const organisationOf = (): Promise<string | null> =>
          side === 'giving' ? Promise.resolve(made) : this.organisation.known(serverId);
        const next = await this.takeNextCall.run(session, organisationOf, side, onBooked);
        // What one side learns may be work for the other.
        if (next === 'now') this.ring();
        return next;
      };
    const taking: WakeLoop[] = Array.from({ length: TAKING_LOOPS }, (_, index) =>
      this.loop(
        `taking-${index + 1}`,
        calls('taking', () => taking.forEach((loop) => loop.ring())),
      ),
    );
    const giving = this.loop('giving', calls('giving'));
    const cleaning = this.loop('cleaning', calls('cleaning'));
    const strays = this.loop('strays', async () => {
      const { found, next } = await this.strays.run(serverId);
      if (found > 0) this.ring();
      return next;
    });
    const changes = this.loop('changes', async () => {
      const at = await this.unitOfWork.read((tx) => this.cardholders.nextChangeAt(tx, serverId));
      if (at !== null && at <= this.clock.now()) strays.ring();
      return null;
    });
    const levels = this.loop('levels', () => this.fetchLevels.run(session));
    const loops = [...taking, giving, cleaning, strays, changes, levels];
    this.looking.add(changes);
    for (const loop of [...taking, giving, cleaning]) this.rung.add(loop);
    for (const loop of loops) loop.start();
    await aborted(session.signal);
    for (const loop of loops) this.rung.delete(loop);
    this.looking.delete(changes);
    await Promise.all(loops.map((loop) => loop.stop()));
  }

  private ring(): void {
    for (const loop of this.rung) loop.ring();
  }

  private loop(part: string, pass: Pass): WakeLoop {
    return new WakeLoop({
      name: `${this.name}.${part}`,
      clock: this.clock,
      pass,
      maxSleepMs: this.settings.accessSweepMs,
      onFailure: (error, loop) => this.logger.error('access.pass-failed', error, { loop }),
    });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
