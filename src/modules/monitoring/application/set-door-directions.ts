import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Door, edited } from '../domain/door-map.js';
import { DoorNotFoundError } from '../monitoring.errors.js';
import { DoorRepository } from '../persistence/door.repository.js';

/** Draws one door of the perimeter's map. Passages that are stored already keep the direction they were stored with. */
@Injectable()
export class SetDoorDirections {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly doors: DoorRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @param present what the caller is answered: the transaction's own answer is the one kept for the request's key
   * @throws DOOR_NOT_FOUND
   */
  run<Shown>(
    doorId: string,
    directions: Pick<Door, 'direction' | 'readers'>,
    present: (door: Door) => Shown,
  ): Promise<Shown> {
    return this.unitOfWork.run(async (tx) => {
      const known = await this.doors.lockOne(tx, doorId);
      if (known === null) throw new DoorNotFoundError();
      const door = edited(known, directions, this.clock.now());
      await this.doors.save(tx, [door]);
      const { direction, readers } = door;
      audit(tx, { action: 'doors.set-directions', entity: 'door', entityId: doorId, detail: { direction, readers } });
      return present(door);
    });
  }
}
