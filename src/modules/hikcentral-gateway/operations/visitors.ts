import { type Validity } from './persons.js';

/** Why somebody visits: `business` and `other` are documented, those between were seen in the field. */
export type VisitReason =
  | { readonly kind: 'business' | 'training' | 'visit' | 'meeting' }
  /** 1–128 characters. */
  | { readonly kind: 'other'; readonly detail: string };

/** A visitor as we send one. The name is cleaned and split by the gateway, never by the caller. */
export interface VisitorToSend {
  readonly fullName: string;
  /** Left out when it does not fit HikCentral's limits, as the e-mail is. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly company?: string;
  /** The group by its name. */
  readonly groupName?: string;
  /** At most 16 characters. */
  readonly plateNumber?: string;
  /** One visitor at a time has it: GATEWAY.CONFLICT. */
  readonly certificate?: {
    /** Others by their number, which differs between deployments. */
    readonly type: 'identity-card' | 'passport' | number;
    /** 1–20 letters and digits. */
    readonly number: string;
  };
  /** At most 128 characters. */
  readonly remark?: string;
  /** Baseline JPEG, longest side ≤ 640 px, ≤ 200,000 bytes; null: without a face. */
  readonly faceJpeg: Buffer | null;
  /** How often the QR code opens a door. */
  readonly qrCodeUses?: number;
}

/** A visit of one visitor: HikCentral takes one at a time. */
export interface VisitToSend {
  /** Person id of the host, at most 16 characters; null: nobody. */
  readonly hostId: string | null;
  readonly validity: Validity;
  readonly reason: VisitReason;
  readonly visitor: VisitorToSend;
}

/** What a reservation or a check-in brought. */
export interface VisitHandle {
  /** The handle for changing, cancelling and checking out. */
  readonly recordId: string;
  readonly visitorId: string | null;
  /** What the visitor says at the desk. */
  readonly accessCode: string | null;
  /** As HikCentral gives it: base64 of a picture. */
  readonly qrCodeImage: string | null;
  readonly pin: string | null;
  /** Who has to agree first; null: nobody. */
  readonly approvalCode: string | null;
}

export type VisitorStatus =
  | 'reserved'
  | 'expired'
  | 'visited'
  | 'checked-in'
  | 'checked-out'
  | 'checked-out-automatically'
  | 'checked-out-by-visitor'
  | 'overstayed'
  | 'awaiting-approval'
  | 'failed'
  | 'unknown';

export interface ReservedVisit {
  readonly reservationId: string;
  readonly visitorId: string | null;
  readonly accessCode: string | null;
  /** null when it is not told whole. */
  readonly validity: Validity | null;
  readonly state: 'reserved' | 'awaiting-approval' | 'refused' | 'expired' | 'arrived' | 'unknown';
}

/** One stay as it was registered. */
export interface VisitorRecord {
  readonly recordId: string;
  readonly visitorId: string | null;
  readonly status: VisitorStatus;
}

export interface VisitorGroupRead {
  readonly id: string;
  readonly name: string;
}
