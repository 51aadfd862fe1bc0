import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Direction, type Passage, type PassageResult, type PassageSource } from '../domain/passage.js';
import { type DoorEntity } from './door.entity.js';

@Entity('passages')
export class PassageEntity implements Passage {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'server_id', type: 'uuid' })
  serverId!: string;

  @Column({ name: 'event_id', type: 'text' })
  eventId!: string;

  @Column({ name: 'guest_id', type: 'uuid' })
  guestId!: string;

  @Column({ name: 'visit_id', type: 'uuid', nullable: true })
  visitId!: string | null;

  @Column({ name: 'door_id', type: 'text' })
  doorId!: string;

  @Column({ name: 'reader_id', type: 'text', nullable: true })
  readerId!: string | null;

  @Column({ type: 'text', nullable: true })
  direction!: Direction | null;

  @Column({ type: 'text' })
  result!: PassageResult;

  @Column({ name: 'event_type', type: 'integer' })
  eventType!: number;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt!: Date;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;

  @Column({ name: 'picture_uri', type: 'text', nullable: true })
  pictureUri!: string | null;

  @Column({ type: 'text' })
  source!: PassageSource;

  /** Joined where a list shows it. */
  door?: DoorEntity | null;
}
