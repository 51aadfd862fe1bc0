/** Validity of a person at the doors; HikCentral enforces the end by itself. */
export interface Validity {
  readonly beginsAt: Date;
  readonly endsAt: Date;
}

/** A person of ours as we send it. Names are cleaned and split by the gateway, never by the caller. */
export interface PersonToSend {
  readonly personCode: string;
  readonly fullName: string;
  readonly organisationId: string;
  /** Left out when it does not fit HikCentral's limits. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly validity: Validity;
}

/** A person as HikCentral has it. */
export interface PersonRead {
  readonly personId: string;
  readonly personCode: string;
  readonly organisationId: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly hasFace: boolean;
  /** Where the face can be read; null without one. */
  readonly faceUri: string | null;
  readonly validity: Validity | null;
  /** null when this version does not say. */
  readonly accessLevelIds: readonly string[] | null;
}

/** null: nobody there. `untold`: answered with nothing, which is perhaps nobody, and no proof of it. */
export type PersonLookUp = PersonRead | null | 'untold';
