import { Injectable } from '@nestjs/common';
import { GuestDirectory, type KnownGuest } from '../../../contracts/ports/guest-directory.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import {
  type PassageAtDoor,
  type PassageFilter,
  type PassagePlace,
  PassageRepository,
} from '../persistence/passage.repository.js';

export interface PassageView extends PassageAtDoor {
  /** null: the guest was forgotten, the passage not yet. */
  readonly guest: KnownGuest | null;
}

@Injectable()
export class ListPassages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passages: PassageRepository,
    private readonly guests: GuestDirectory,
  ) {}

  run(filter: PassageFilter, after: PassagePlace | null, limit: number): Promise<readonly PassageView[]> {
    return this.unitOfWork.read(async (tx) => {
      const passages = await this.passages.page(tx, filter, after, limit);
      const guests = await this.guests.guestsById(tx, [...new Set(passages.map(({ guestId }) => guestId))]);
      return passages.map((passage) => ({ ...passage, guest: guests.get(passage.guestId) ?? null }));
    });
  }
}
