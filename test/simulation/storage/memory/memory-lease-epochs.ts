import { type UnitOfWork } from '../../../../src/platform/database/unit-of-work.js';
import { type LeaseEpochs } from '../storage.js';
import { type MemoryDatabase } from './memory-database.js';

export class MemoryLeaseEpochs implements LeaseEpochs {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  take(leaseKey: string): Promise<number> {
    return this.unitOfWork.run((tx) =>
      this.database.step(tx, () => {
        const epoch = (this.database.leases.get(leaseKey)?.epoch ?? 0) + 1;
        this.database.leases.set(leaseKey, { key: leaseKey, epoch });
        return epoch;
      }),
    );
  }

  newest(leaseKey: string): Promise<number | null> {
    return this.unitOfWork.read((tx) =>
      this.database.step(tx, () => this.database.leases.get(leaseKey)?.epoch ?? null),
    );
  }
}
