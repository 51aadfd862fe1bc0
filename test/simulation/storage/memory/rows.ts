import { type Cardholder, type LedgerEntry } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { type CachedLevel } from '../../../../src/modules/access-control/persistence/access-level-repository.js';
import { type DriftFinding } from '../../../../src/modules/access-control/persistence/drift-check.js';
import { type StoredVisitAccess } from '../../../../src/modules/access-control/persistence/visit-access-repository.js';
import {
  type BookedCall,
  type ServerMemory,
  type SettledCall,
} from '../../../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import { type Door } from '../../../../src/modules/monitoring/domain/door-map.js';
import { type DoorWatch } from '../../../../src/modules/monitoring/domain/door-watch.js';
import { type ReadingPosition } from '../../../../src/modules/monitoring/domain/reading-window.js';
import { type VisitFact } from '../../../../src/modules/visits/domain/visit-facts.js';
import { type Columns } from '../../../../src/modules/visits/persistence/columns.js';
import { type GuestPhotoEntity } from '../../../../src/modules/visits/persistence/guest-photo.entity.js';
import { type GuestEntity } from '../../../../src/modules/visits/persistence/guest.entity.js';
import { type VisitEntity } from '../../../../src/modules/visits/persistence/visit.entity.js';

export type GuestRow = Readonly<Columns<GuestEntity>>;
export type PhotoRow = Readonly<Columns<GuestPhotoEntity>>;
export type VisitRow = Readonly<Columns<VisitEntity>>;

export interface FactRow {
  readonly visitId: string;
  readonly fact: VisitFact;
}

export interface CardholderRow {
  readonly cardholder: Cardholder;
  /** As desired says, unless the cardholder was set aside since. */
  readonly desiredChangesAt: Date | null;
  /** Of the cardholder, as numbers: these are compared most often. No next step is due never. */
  readonly dueAtMs: number;
  readonly wantedAtMs: number;
}

export function cardholderRow(cardholder: Cardholder, desiredChangesAt: Date | null): CardholderRow {
  const { next, wantedAt } = cardholder;
  return { cardholder, desiredChangesAt, dueAtMs: next?.dueAt.getTime() ?? Infinity, wantedAtMs: wantedAt.getTime() };
}

export interface LedgerRow extends LedgerEntry {
  readonly number: number;
}

export type VisitAccessRow = StoredVisitAccess;
export type LevelRow = CachedLevel;

export interface DoorRow extends Door, Omit<DoorWatch, 'isWayOut'> {
  readonly listedAt: Date | null;
}

export interface PositionRow extends ReadingPosition {
  readonly serverId: string;
  readonly eventType: number;
}

export interface ConsumerRow {
  readonly name: string;
  readonly position: string;
  readonly retryAt: Date | null;
}

export interface FailureRow {
  readonly attempts: number;
  readonly setAsideAt: Date | null;
}

export interface ServerRow extends ServerMemory {
  readonly id: string;
  readonly name: string;
  readonly origin: 'settings' | 'admin';
  readonly revision: number;
  readonly removedAt: Date | null;
  readonly caPem: string | null;
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly organisationId: string | null;
  readonly limitCalls: number;
  readonly windowMs: number;
  readonly revokeReserve: number;
  readonly createdAt: Date;
}

export interface CallRow extends BookedCall {
  readonly settled: SettledCall | null;
}

export interface LeaseRow {
  readonly key: string;
  readonly epoch: number;
}

export interface FindingRow extends DriftFinding {
  readonly number: number;
  readonly checkId: string;
  readonly serverId: string;
}
