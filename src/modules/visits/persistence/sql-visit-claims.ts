import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { VisitClaims, type GuestClaims, type VisitClaim } from '../visit-claims.js';
import { lastVisitEndedAtSql } from './last-visit.js';
import { photoBinding } from './guest-photo.entity.js';

interface GuestRow extends Omit<GuestClaims, 'visits' | 'revision'> {
  readonly revision: string;
}

@Injectable()
export class SqlVisitClaims extends VisitClaims {
  constructor(private readonly vault: Vault) {
    super();
  }

  override async claimsOf(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, GuestClaims>> {
    const guests = await tx.query<GuestRow>(
      `SELECT g.id AS "guestId", g.revision, g.full_name AS "fullName", g.phone, g.email,
              g.consent_at IS NOT NULL AS "hasConsent", p.sha256 AS "faceSha256",
              (${lastVisitEndedAtSql('g.id')}) AS "lastVisitEndedAt"
       FROM guests g LEFT JOIN guest_photos p ON p.guest_id = g.id WHERE g.id = ANY ($1)`,
      [guestIds],
    );
    const claims = await tx.query<VisitClaim & { readonly guestId: string }>(
      `SELECT visit_id AS "visitId", guest_id AS "guestId", valid_from AS "validFrom", valid_to AS "validTo",
              access_level_ids AS "accessLevelIds"
       FROM visit_claims WHERE guest_id = ANY ($1) ORDER BY valid_from, visit_id`,
      [guestIds],
    );
    const byGuest = new Map<string, VisitClaim[]>(guests.map(({ guestId }) => [guestId, []]));
    for (const { guestId, ...claim } of claims) byGuest.get(guestId)?.push(claim);
    return new Map(
      guests.map((guest) => [
        guest.guestId,
        { ...guest, revision: Number(guest.revision), visits: byGuest.get(guest.guestId) ?? [] },
      ]),
    );
  }

  override async faceOf(tx: Transaction, guestId: string): Promise<{ jpeg: Buffer; sha256: string } | null> {
    const [photo] = await tx.query<{ sealed: Buffer; sha256: string }>(
      'SELECT sealed, sha256 FROM guest_photos WHERE guest_id = $1',
      [guestId],
    );
    if (photo === undefined) return null;
    return { jpeg: this.vault.open(photo.sealed, photoBinding(guestId)), sha256: photo.sha256 };
  }
}
