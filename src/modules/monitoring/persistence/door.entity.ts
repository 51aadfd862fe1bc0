import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Door, type ReaderDirection } from '../domain/door-map.js';
import { type Direction } from '../domain/passage.js';

@Entity('doors')
export class DoorEntity implements Door {
  @PrimaryColumn({ name: 'server_id', type: 'uuid' })
  serverId!: string;

  @PrimaryColumn({ name: 'door_id', type: 'text' })
  doorId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  direction!: Direction | null;

  @Column({ type: 'jsonb' })
  readers!: ReaderDirection[];

  /** When HikCentral's list last named it; null: known from its events only. */
  @Column({ name: 'listed_at', type: 'timestamptz', nullable: true })
  listedAt!: Date | null;

  @Column({ name: 'edited_at', type: 'timestamptz', nullable: true })
  editedAt!: Date | null;
}
