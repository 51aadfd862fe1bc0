import { Injectable } from '@nestjs/common';
import { GuestDirectory, type KnownGuest } from '../../../../contracts/ports/guest-directory.js';
import { type Transaction } from '../../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { IncidentNotFoundError } from '../incidents.errors.js';
import {
  type IncidentAtDoor,
  type IncidentFilter,
  type IncidentPlace,
  IncidentRepository,
} from '../persistence/incident.repository.js';

export interface IncidentView extends IncidentAtDoor {
  /** null: it is about no guest of ours, or the guest was forgotten. */
  readonly guest: KnownGuest | null;
}

/** Incidents with names: a row of theirs holds ids only. Two queries, however many. */
@Injectable()
export class ShowIncidents {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly incidents: IncidentRepository,
    private readonly guests: GuestDirectory,
  ) {}

  page(filter: IncidentFilter, after: IncidentPlace | null, limit: number): Promise<readonly IncidentView[]> {
    return this.unitOfWork.read(async (tx) => this.named(tx, await this.incidents.page(tx, filter, after, limit)));
  }

  /** @throws INCIDENT_NOT_FOUND */
  find(id: string): Promise<IncidentView> {
    return this.unitOfWork.read((tx) => this.one(tx, id));
  }

  /** @throws INCIDENT_NOT_FOUND */
  async one(tx: Transaction, id: string): Promise<IncidentView> {
    const incident = await this.incidents.find(tx, id);
    const [view] = incident === null ? [] : await this.named(tx, [incident]);
    if (view === undefined) throw new IncidentNotFoundError();
    return view;
  }

  private async named(tx: Transaction, incidents: readonly IncidentAtDoor[]): Promise<readonly IncidentView[]> {
    const ids = new Set(incidents.flatMap(({ guestId }) => guestId ?? []));
    const guests = await this.guests.guestsById(tx, [...ids]);
    return incidents.map((incident) => ({ ...incident, guest: guests.get(incident.guestId ?? '') ?? null }));
  }
}
