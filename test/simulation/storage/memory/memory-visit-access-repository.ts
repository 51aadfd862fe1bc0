import {
  type JoinedVisitAccess,
  type StoredVisitAccess,
  VisitAccessRepository,
} from '../../../../src/modules/access-control/persistence/visit-access-repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { eachOnce, reference } from './constraint.js';
import { type MemoryDatabase } from './memory-database.js';

export class MemoryVisitAccessRepository extends VisitAccessRepository {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override unsettledOf(tx: Transaction, cardholderIds: readonly string[]): Promise<readonly StoredVisitAccess[]> {
    return this.database.step(tx, () =>
      [...new Set(cardholderIds)].flatMap((id) => [...this.database.unsettled.of(id)]),
    );
  }

  override save(tx: Transaction, rows: readonly StoredVisitAccess[]): Promise<void> {
    return this.database.step(tx, () => {
      const { visitAccess, cardholders } = this.database;
      eachOnce(
        'visit_access_pkey',
        rows.map(({ visitId }) => visitId),
      );
      for (const row of rows) {
        reference('visit_access_cardholder_id_fkey', !cardholders.has(row.cardholderId));
        visitAccess.set(row.visitId, row);
      }
    });
  }

  override blameOurselves(tx: Transaction, cardholderId: string, now: Date): Promise<void> {
    return this.database.step(tx, () => {
      for (const row of [...this.database.unsettled.of(cardholderId)]) {
        if (row.lastError?.code === 'INTERNAL') continue;
        this.database.visitAccess.set(row.visitId, { ...row, lastError: { code: 'INTERNAL', at: now } });
      }
    });
  }

  override ofVisits(tx: Transaction, visitIds: readonly string[]): Promise<readonly JoinedVisitAccess[]> {
    return this.database.step(tx, () =>
      visitIds.map((visitId) => ({ visitId, stored: this.storedOf(visitId), claim: this.claimOf(visitId) })),
    );
  }

  private storedOf(visitId: string): JoinedVisitAccess['stored'] {
    const row = this.database.visitAccess.get(visitId);
    const cardholder = row && this.database.cardholders.get(row.cardholderId)?.cardholder;
    if (row === undefined || cardholder === undefined) return null;
    const { personCode, serverId, facts } = cardholder;
    return { ...row, personCode, personId: facts.person.personId, serverId };
  }

  private claimOf(visitId: string): JoinedVisitAccess['claim'] {
    const visit = this.database.visits.get(visitId);
    if (visit?.status !== 'expected' && visit?.status !== 'checked_in') return null;
    const { guestId, validFrom, validTo, accessLevelIds: levelIds } = visit;
    const suspendedAt = this.database.suspensions.get(guestId)?.at ?? null;
    return { hasFace: this.database.photos.has(guestId), validFrom, validTo, levelIds, suspendedAt };
  }
}
