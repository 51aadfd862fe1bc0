/**
 * What one HikCentral can do, so that everybody takes its cheapest way. Assumed from the version until the server was
 * asked or an ordinary answer told.
 */
export interface ServerCapabilities {
  readonly product: string | null;
  /** Such as `V3.1.0.0`; null until the version call was answered once. */
  readonly version: string | null;
  /** One call reads door events of every type; else each type costs a call (before 3.x). */
  readonly readsEventTypesTogether: boolean;
  /** Lists of persons and single persons name their access levels (from 3.x). */
  readonly showsAccessLevels: boolean;
  /** The list of access levels names their doors. */
  readonly levelsNameDoors: boolean;
  /** One person's application can be read door by door. */
  readonly readsPersonApplication: boolean;
  /** Events can be pushed to us. */
  readonly subscribesToEvents: boolean;
  /** A person is deleted only with the administrator's password. */
  readonly asksPasswordToDelete: boolean;
  /** When the server itself was last asked; null while all of it is assumed. */
  readonly probedAt: Date | null;
}
