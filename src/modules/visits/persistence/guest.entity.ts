import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bigint arrives as text; revisions stay far below 2^53. */
export const bigintAsNumber = { to: (value: number): number => value, from: (text: string): number => Number(text) };

@Entity('guests')
export class GuestEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'full_name' })
  fullName!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  company!: string | null;

  @Column('text', { name: 'student_id', nullable: true })
  studentId!: string | null;

  @Column('text', { name: 'student_group', nullable: true })
  studentGroup!: string | null;

  @Column('smallint', { nullable: true })
  course!: number | null;

  @Column('bytea', { name: 'identity_number_sealed', nullable: true })
  identityNumberSealed!: Buffer | null;

  @Column('bytea', { name: 'identity_fingerprint', nullable: true })
  identityFingerprint!: Buffer | null;

  @Column('text', { name: 'identity_last4', nullable: true })
  identityLast4!: string | null;

  @Column('timestamptz', { name: 'consent_at', nullable: true })
  consentAt!: Date | null;

  /** Of a record that was merged: the guest it is now, who is merged into nobody. */
  @Column('uuid', { name: 'merged_into_id', nullable: true })
  mergedIntoId!: string | null;

  /** Rises with every change of the guest, the photo or any of the guest's visits, in the transaction of the change. */
  @Column('bigint', { transformer: bigintAsNumber })
  revision!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
