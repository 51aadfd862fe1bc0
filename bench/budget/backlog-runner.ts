import { type OnModuleInit } from '@nestjs/common';
import {
  type ChooseCall,
  type GatewaySession,
  type HikCentralGateway,
  readVersion,
  type SessionRunner,
  type VersionRead,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type Clock } from '../../src/platform/clock/clock.js';
import { type UnitOfWork } from '../../src/platform/database/unit-of-work.js';

/** So many wait for a slot at any time that no free one stays unused. */
const ASKING_AT_ONCE = 8;
const IDLE_MS = 50;

/** Works off the rows of `bench_backlog`, a call for each; what a dead process had claimed is claimed again. */
export class BacklogRunner implements SessionRunner, OnModuleInit {
  readonly name = 'backlog';

  constructor(
    private readonly gateway: HikCentralGateway,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.gateway.onSession(this);
  }

  async run(session: GatewaySession): Promise<void> {
    await Promise.all(Array.from({ length: ASKING_AT_ONCE }, () => this.workOff(session)));
  }

  private async workOff(session: GatewaySession): Promise<void> {
    while (!session.signal.aborted) {
      const claim = new Claim(session.epoch);
      const outcome = await session.call('provision', claim.choose);
      if (outcome.kind === 'idle') await this.clock.sleep(IDLE_MS, session.signal);
      else if (claim.id !== null) await this.note(claim.id, outcome.kind === 'done');
    }
  }

  private async note(id: number, isDone: boolean): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await tx.query(
        `UPDATE bench_backlog SET done_at = CASE WHEN $2 THEN $3::timestamptz END, claimed_in = CASE WHEN $2 THEN claimed_in END
          WHERE id = $1`,
        [id, isDone, this.clock.now()],
      );
    });
  }
}

/** The next row that nobody works on, taken in the transaction that books its call. */
class Claim {
  id: number | null = null;

  constructor(private readonly epoch: number) {}

  readonly choose: ChooseCall<VersionRead> = async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `UPDATE bench_backlog SET claimed_in = $1
        WHERE id = (SELECT id FROM bench_backlog
                     WHERE done_at IS NULL AND (claimed_in IS NULL OR claimed_in < $1)
                     ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`,
      [this.epoch],
    );
    this.id = row?.id ?? null;
    return this.id === null ? null : readVersion();
  };
}
