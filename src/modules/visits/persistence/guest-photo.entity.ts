import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The picture as it goes to the doors; the upload itself is never kept. */
@Entity('guest_photos')
export class GuestPhotoEntity {
  @PrimaryColumn('uuid', { name: 'guest_id' })
  guestId!: string;

  @Column('bytea')
  sealed!: Buffer;

  @Column('text')
  sha256!: string;

  @Column('integer')
  width!: number;

  @Column('integer')
  height!: number;

  @Column('integer')
  bytes!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** What a sealed photo is bound to. */
export function photoBinding(guestId: string): string {
  return `guest_photos:sealed:${guestId}`;
}
