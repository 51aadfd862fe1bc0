/** What is said about a guest. Absent: not said, so what is known stays; null: known to be nothing. */
export interface GuestInput {
  readonly fullName?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly company?: string | null | undefined;
  readonly studentId?: string | null | undefined;
  readonly studentGroup?: string | null | undefined;
  readonly course?: number | null | undefined;
  readonly identityNumber?: string | null | undefined;
}

/** Names a guest, who may be known already. */
export interface AnnouncedGuest extends GuestInput {
  readonly id?: string | undefined;
  readonly fullName: string;
}

export interface HostInput {
  readonly name: string;
  readonly email: string;
  readonly phone?: string | null | undefined;
  readonly department?: string | null | undefined;
}
