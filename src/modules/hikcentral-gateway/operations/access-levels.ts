/** Who holds a level: HikCentral keeps those of visitors apart. */
export type LevelHolders = 'persons' | 'visitors';

export interface AccessLevelRead {
  readonly id: string;
  readonly name: string;
  /** null when the list does not say (2.x). */
  readonly doors: readonly { readonly doorId: string; readonly name: string }[] | null;
}

export interface LevelMember {
  readonly personId: string;
  readonly personCode: string | null;
}

/** An access level to be made or changed. */
export interface AccessLevelToSend {
  /** 1–32 characters, none of those refused in names. */
  readonly name: string;
  /** At most 128 characters. */
  readonly description: string;
  /** When it opens; the id of one of HikCentral's own schedules also does. Default `all-day`. */
  readonly schedule?: 'all-day' | 'workdays' | 'weekends-and-holidays' | { readonly scheduleId: string };
  /**
   * At most 500; absent: none for a new level, no change for an old one. How a request names doors is not published: they
   * go out as answers name them (our rule), so read the level back.
   */
  readonly doorIds?: readonly string[];
  /** Default persons. */
  readonly holders?: LevelHolders;
}
