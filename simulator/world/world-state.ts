import { type DoorSlateState } from './door-slates.js';
import { type AccessEvent, type AccessLevel, type Door, type Organisation, type Person } from './model.js';
import { type KeptEvent } from './passages.js';
import { type QrCodeConfig } from './qr-code-config.js';
import { type Subscription } from './subscriptions.js';
import { type Visit } from './visitors.js';

/** The whole of a world as plain data: what a world starts from and what is saved of it. */
export interface WorldState {
  readonly eventIdSalt: string;
  readonly nextPersonId: number;
  readonly nextOrgIndexCode: number;
  /** Absent in worlds saved before a backup could be restored: one more than there are events. */
  readonly nextEventNumber?: number;
  readonly organisations: readonly Organisation[];
  readonly persons: readonly Person[];
  readonly levels: readonly AccessLevel[];
  readonly doors: readonly Door[];
  readonly slates: readonly DoorSlateState[];
  readonly events: readonly AccessEvent[];
  readonly keptEvents: readonly KeptEvent[];
  readonly visits: readonly Visit[];
  readonly subscriptions: readonly Subscription[];
  readonly qrCodeConfig: QrCodeConfig;
}
