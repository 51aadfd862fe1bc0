import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ClosedReason } from '../../../contracts/events/visits.events.js';
import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type ExitPolicy, type VisitKind, type VisitStatus } from '../domain/visit-facts.js';

@Entity('visits')
export class VisitEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'guest_id' })
  guestId!: string;

  /** Rises with what was agreed and with `status`. */
  @Column('integer')
  version!: number;

  @Column('text')
  kind!: VisitKind;

  @Column('text')
  status!: VisitStatus;

  @Column('text', { name: 'host_name' })
  hostName!: string;

  @Column('text', { name: 'host_email' })
  hostEmail!: string;

  @Column('text', { name: 'host_phone', nullable: true })
  hostPhone!: string | null;

  @Column('text', { name: 'host_department', nullable: true })
  hostDepartment!: string | null;

  @Column('text', { nullable: true })
  purpose!: string | null;

  @Column('timestamptz', { name: 'valid_from' })
  validFrom!: Date;

  @Column('timestamptz', { name: 'valid_to' })
  validTo!: Date;

  /** Where the fold starts; later policies are facts. */
  @Column('text', { name: 'announced_exit_policy' })
  announcedExitPolicy!: ExitPolicy;

  @Column('text', { name: 'exit_policy' })
  exitPolicy!: ExitPolicy;

  @Column('text', { name: 'access_level_ids', array: true })
  accessLevelIds!: string[];

  @Column('timestamptz', { name: 'checked_in_at', nullable: true })
  checkedInAt!: Date | null;

  @Column('timestamptz', { name: 'checked_out_at', nullable: true })
  checkedOutAt!: Date | null;

  @Column('text', { name: 'closed_reason', nullable: true })
  closedReason!: ClosedReason | null;

  /** Of a guest who is outside and may come back: when the sweep ends the visit. */
  @Column('timestamptz', { name: 'closes_at', nullable: true })
  closesAt!: Date | null;

  /** When overstaying was told. */
  @Column('timestamptz', { name: 'overstayed_at', nullable: true })
  overstayedAt!: Date | null;

  /** Of a visit closed as expired: when the guest was seen leaving after all. */
  @Column('timestamptz', { name: 'seen_leaving_at', nullable: true })
  seenLeavingAt!: Date | null;

  /** Copy for the filter of the list; `access` itself is asked of access-control. */
  @Column('text', { name: 'access_status' })
  accessStatus!: AccessStatus;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
