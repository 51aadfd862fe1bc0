import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { withSettings } from '../domain/door-map.js';
import { DoorRepository } from '../persistence/door.repository.js';

/** Brings doors that no administrator has set into line with `DOOR_DIRECTIONS`, which may have changed since the last start. */
@Injectable()
export class ApplyDirectionSettings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly doors: DoorRepository,
    private readonly settings: Settings,
  ) {}

  run(serverId: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const doors = await this.doors.lockUnedited(tx, serverId);
      await this.doors.save(
        tx,
        doors.map((door) => withSettings(door, this.settings.doorDirections)),
      );
    });
  }
}
