import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Door } from '../domain/door-map.js';
import { type DoorPlace, DoorRepository } from '../persistence/door.repository.js';

/** The map of the perimeter, by name. */
@Injectable()
export class ListDoors {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly doors: DoorRepository,
  ) {}

  run(after: DoorPlace | null, limit: number): Promise<readonly Door[]> {
    return this.unitOfWork.read((tx) => this.doors.page(tx, after, limit));
  }
}
