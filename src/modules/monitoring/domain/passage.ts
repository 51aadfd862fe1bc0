/** Whether a passage leads into the perimeter or out of it; null where the map does not say. */
export const DIRECTIONS = ['entry', 'exit'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const PASSAGE_RESULTS = ['granted', 'denied', 'face_mismatch', 'other'] as const;
export type PassageResult = (typeof PASSAGE_RESULTS)[number];

/** What rang the read that found it. */
export const PASSAGE_SOURCES = ['poll', 'push'] as const;
export type PassageSource = (typeof PASSAGE_SOURCES)[number];

/** An event of HikCentral about one of our guests, as it is stored: once, and never changed but for its visit. */
export interface Passage {
  readonly id: string;
  readonly serverId: string;
  /** HikCentral's id; unique with the server. */
  readonly eventId: string;
  readonly guestId: string;
  /** null until `visits` has found the visit it belongs to. */
  readonly visitId: string | null;
  readonly doorId: string;
  readonly readerId: string | null;
  /** As the map of the perimeter said when it was stored. */
  readonly direction: Direction | null;
  readonly result: PassageResult;
  /** HikCentral's number, kept also where it means nothing to us. */
  readonly eventType: number;
  /** The device's clock. */
  readonly occurredAt: Date;
  /** HikCentral's clock. */
  readonly recordedAt: Date;
  /** Our clock. */
  readonly receivedAt: Date;
  readonly pictureUri: string | null;
  readonly source: PassageSource;
}

/** All that is kept of an event about a person who is not ours, for a week. */
export interface ForeignPassage {
  /** Keyed hash of HikCentral's event id: counts each event once and leads nobody back to the person. */
  readonly eventKey: Buffer;
  readonly serverId: string;
  readonly doorId: string;
  readonly eventType: number;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
}
