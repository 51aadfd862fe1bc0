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

/** An access level to be made or changed. Which doors it has is set in HikCentral: how a request names them is not published. */
export interface AccessLevelToSend {
  /** 1–32 characters, none of those refused in names. */
  readonly name: string;
  /** At most 128 characters. */
  readonly description: string;
  /** When it opens; the id of one of HikCentral's own schedules also does. Default `all-day`. */
  readonly schedule?: 'all-day' | 'workdays' | 'weekends-and-holidays' | { readonly scheduleId: string };
  readonly holders?: 'persons' | 'visitors';
}
