import { photoBinding } from '../../../../src/modules/visits/persistence/guest-photo.entity.js';
import { type GuestClaims, type VisitClaim, VisitClaims } from '../../../../src/modules/visits/visit-claims.js';
import { type Vault } from '../../../../src/platform/crypto/vault.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { lastVisitEndedAt } from './last-visit.js';
import { type MemoryDatabase } from './memory-database.js';
import { byText, byTime } from './order.js';

export class MemoryVisitClaims extends VisitClaims {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly vault: Vault,
  ) {
    super();
  }

  override claimsOf(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, GuestClaims>> {
    return this.database.step(tx, () => {
      const claims = new Map<string, GuestClaims>();
      for (const guestId of guestIds) {
        const claim = this.ofGuest(guestId);
        if (claim !== null) claims.set(guestId, claim);
      }
      return claims;
    });
  }

  override faceOf(tx: Transaction, guestId: string): Promise<{ jpeg: Buffer; sha256: string } | null> {
    return this.database.step(tx, () => {
      const photo = this.database.photos.get(guestId);
      if (photo === undefined) return null;
      return { jpeg: this.vault.open(photo.sealed, photoBinding(guestId)), sha256: photo.sha256 };
    });
  }

  private ofGuest(guestId: string): GuestClaims | null {
    const guest = this.database.guests.get(guestId);
    if (guest === undefined) return null;
    const { revision, fullName, phone, email, consentAt } = guest;
    const faceSha256 = this.database.photos.get(guestId)?.sha256 ?? null;
    const visits = this.visitsOf(guestId);
    const endedAt = lastVisitEndedAt(this.database, guestId);
    const hasConsent = consentAt !== null;
    return { guestId, revision, fullName, phone, email, hasConsent, faceSha256, visits, lastVisitEndedAt: endedAt };
  }

  private visitsOf(guestId: string): readonly VisitClaim[] {
    return [...this.database.openVisitsByGuest.of(guestId)]
      .sort((one, other) => byTime(one.validFrom, other.validFrom) || byText(one.id, other.id))
      .map(({ id, validFrom, validTo, accessLevelIds }) => ({
        visitId: id,
        validFrom,
        validTo,
        accessLevelIds: [...accessLevelIds],
      }));
  }
}
