import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { type Transaction } from '../../../platform/database/transaction.js';
import { GuestIdentityTakenError } from '../visits.errors.js';
import { type Columns } from './columns.js';
import { type FormerKeys, GuestRepository, type GuestSearch } from './guest-repository.js';
import { GuestPhotoEntity } from './guest-photo.entity.js';
import { GuestEntity } from './guest.entity.js';

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class TypeormGuestRepository extends GuestRepository {
  override lockSharingKeys(tx: Transaction, search: GuestSearch): Promise<readonly GuestEntity[]> {
    return tx.manager
      .createQueryBuilder(GuestEntity, 'guest')
      .where(sharesAKey('guest'), {
        id: search.id,
        fingerprint: search.identityFingerprint,
        studentId: search.studentId,
      })
      .orWhere(`guest.id IN (SELECT shares.merged_into_id FROM guests shares WHERE ${sharesAKey('shares')})`)
      .orderBy('guest.id')
      .setLock('pessimistic_write')
      .getMany();
  }

  override formerKeysOf(tx: Transaction, guestId: string): Promise<readonly FormerKeys[]> {
    return tx.manager.find(GuestEntity, {
      select: { identityFingerprint: true, studentId: true },
      where: { mergedIntoId: guestId },
      order: { id: 'ASC' },
    });
  }

  override async insert(tx: Transaction, guest: Columns<GuestEntity>): Promise<boolean> {
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(GuestEntity)
      .values(guest)
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length > 0;
  }

  override async touch(tx: Transaction, guestId: string, now: Date, changes: Partial<GuestEntity> = {}): Promise<void> {
    try {
      await tx.manager.update(
        GuestEntity,
        { id: guestId },
        { ...changes, updatedAt: now, revision: () => 'revision + 1' },
      );
    } catch (error) {
      if (isUniqueViolation(error)) throw new GuestIdentityTakenError();
      throw error;
    }
  }

  override async isGuestOfHost(tx: Transaction, guestId: string, hostEmail: string): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM visits WHERE guest_id = $1 AND lower(host_email) = lower($2) LIMIT 1', [
      guestId,
      hostEmail,
    ]);
    return rows.length > 0;
  }

  override photoOf(tx: Transaction, guestId: string): Promise<GuestPhotoEntity | null> {
    return tx.manager.findOneBy(GuestPhotoEntity, { guestId });
  }

  override async putPhoto(tx: Transaction, photo: Columns<GuestPhotoEntity>): Promise<void> {
    await tx.manager.upsert(GuestPhotoEntity, photo, ['guestId']);
  }

  override async deletePhoto(tx: Transaction, guestId: string): Promise<boolean> {
    const { affected } = await tx.manager.delete(GuestPhotoEntity, { guestId });
    return (affected ?? 0) > 0;
  }
}

/** Of the guest under this alias; parameters `id`, `fingerprint`, `studentId`. */
function sharesAKey(alias: string): string {
  return `(${alias}.id = :id OR ${alias}.identity_fingerprint = :fingerprint OR ${alias}.student_id = :studentId)`;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNIQUE_VIOLATION;
}
