import { type Clock } from '../../../src/platform/clock/clock.js';
import { type UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { type LeaseEpochs } from './storage.js';

/** The rows that `LeaseKeeper` writes once it has the lock; the lock itself is the simulation's to give. */
export class SqlLeaseEpochs implements LeaseEpochs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  take(leaseKey: string, holder: string): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ epoch: string }>(
        `INSERT INTO hikcentral_leases (lease_key, epoch, holder, taken_at) VALUES ($1, 1, $2, $3)
         ON CONFLICT (lease_key) DO UPDATE
           SET epoch = hikcentral_leases.epoch + 1, holder = excluded.holder, taken_at = excluded.taken_at
         RETURNING epoch`,
        [leaseKey, holder, this.clock.now()],
      );
      return Number(rows[0]?.epoch);
    });
  }

  newest(leaseKey: string): Promise<number | null> {
    return this.unitOfWork.read(async (tx) => {
      const [row] = await tx.query<{ epoch: string }>('SELECT epoch FROM hikcentral_leases WHERE lease_key = $1', [
        leaseKey,
      ]);
      return row === undefined ? null : Number(row.epoch);
    });
  }
}
