/** Who changes the world: a partner through the API, an operator at HikCentral's own client, a device, or the first day's seed. */
export type Actor =
  | { readonly by: 'api'; readonly appKey: string; readonly arrival: number }
  | { readonly by: 'operator' }
  | { readonly by: 'device' }
  | { readonly by: 'seed' };

export interface Organisation {
  readonly orgIndexCode: string;
  orgName: string;
  /** `"0"` for the root. */
  parentOrgIndexCode: string;
  /** The partner that made it; null for what an operator or the seed made. */
  readonly ownerAppKey: string | null;
}

export interface Face {
  readonly sha256: string;
  readonly jpeg: Buffer;
}

export interface Person {
  readonly personId: string;
  readonly personCode: string;
  familyName: string;
  givenName: string;
  gender: number;
  orgIndexCode: string;
  phoneNo: string;
  email: string;
  remark: string;
  face: Face | null;
  cardNos: readonly string[];
  beginTimeMs: number;
  endTimeMs: number;
  keyfobNos?: readonly string[];
  residentRoomNo?: number;
  residentFloorNo?: number;
  /** By the id of the field. */
  customFields?: Readonly<Record<string, string>>;
  readonly ownerAppKey: string | null;
}

/** What may change after a person has been made; `personCode` never does. */
export type PersonChanges = Partial<Omit<Person, 'personId' | 'personCode' | 'face' | 'ownerAppKey'>>;

export type LevelType = 'person' | 'visitor';

export interface AccessLevel {
  readonly privilegeGroupId: string;
  readonly type: LevelType;
  name: string;
  description: string;
  timeSchedule: { readonly indexCode: string; readonly name: string };
  doorIndexCodes: readonly string[];
  /** Given to every visitor who is given no other. */
  isDefault: boolean;
  readonly ownerAppKey: string | null;
  /** In the order in which they were added. */
  readonly memberIds: Set<string>;
}

export interface Reader {
  readonly readerIndexCode: string;
  readonly readerName: string;
  /** Where a person who uses it goes. HikCentral's events do not say it; the world knows it for attendance's sake. */
  readonly direction: 'in' | 'out';
}

export interface Door {
  readonly doorIndexCode: string;
  readonly doorName: string;
  readonly doorNo: number;
  readonly device: { readonly acsDevIndexCode: string; readonly name: string; readonly ip: string };
  readonly readers: readonly Reader[];
  isOnline: boolean;
  /** What the terminal's own clock is ahead of HikCentral's, in milliseconds. */
  clockOffsetMs: number;
  /** From a reapplication to this door's copy; absent for the world's own delay. */
  applyDelayMs?: number | undefined;
  /** 0 remain open, 1 closed, 2 open, 3 remain closed. Offline (4) is derived. */
  doorState: number;
}

/** What one terminal holds of one person. The terminal decides from this alone. */
export interface DoorCopy {
  readonly personId: string;
  readonly personCode: string;
  readonly personName: string;
  readonly beginTimeMs: number;
  readonly endTimeMs: number;
  /** Absent in worlds saved before terminals took cards. */
  readonly cardNos?: readonly string[];
  readonly faceSha256: string | null;
  readonly appliedAtMs: number;
}

export interface AccessEvent {
  readonly eventId: string;
  readonly eventType: number;
  /** When HikCentral recorded it, whole seconds. */
  readonly eventTimeMs: number;
  /** What the terminal's clock said, whole seconds. */
  readonly deviceTimeMs: number;
  readonly personId: string;
  readonly personCode: string;
  readonly personName: string;
  readonly doorIndexCode: string;
  readonly readerIndexCode: string;
  /** The card that was held against the reader; absent or empty for a face. */
  readonly cardNo?: string;
  readonly visibleAtMs: number;
  /** A listing has it twice under one id. */
  readonly isListedTwice?: true;
}

export function fullName(person: { givenName: string; familyName: string }): string {
  return `${person.givenName} ${person.familyName}`;
}

export function ownerOf(actor: Actor): string | null {
  return actor.by === 'api' ? actor.appKey : null;
}
