import { type PersonRead, splitName } from '../../hikcentral-gateway/index.js';
import { type GuestClaims } from '../../visits/index.js';
import { profileHash } from '../domain/desired-access.js';
import { type ListedPerson } from '../domain/drift-sighting.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { type RecordSide } from '../persistence/drift-check.js';
import { mayHold } from '../domain/level-standing.js';

export interface ListedContext {
  /** null: not known; then every person with a code of ours is. */
  readonly organisationId: string | null;
  /** Somebody on this server's list was seen with a face: its lists tell. */
  readonly doListsShowFaces: boolean;
}

/** @param claims null when they do not matter, or the guest is gone */
export function toListed(
  person: PersonRead,
  { facts }: Pick<Cardholder, 'facts'>,
  claims: GuestClaims | null,
  { organisationId, doListsShowFaces }: ListedContext,
): ListedPerson {
  return {
    personId: person.personId,
    isOurs: organisationId === null || person.organisationId === organisationId,
    beginsAtMs: person.validity?.beginsAt.getTime() ?? null,
    endsAtMs: person.validity?.endsAt.getTime() ?? null,
    hasFace: doListsShowFaces ? person.hasFace : null,
    levelIds: person.accessLevelIds === null ? null : new Set(person.accessLevelIds),
    hasSentName: hasSentName(person, facts.person.content?.profileHash ?? '', claims),
  };
}

/** null unless the guest's name of today is the one that was sent. */
function hasSentName(
  { familyName, givenName }: PersonRead,
  sentHash: string,
  claims: GuestClaims | null,
): boolean | null {
  if (claims === null || profileHash(claims) !== sentHash) return null;
  const sent = splitName(claims.fullName);
  return sent.familyName === familyName && sent.givenName === givenName;
}

/** As HikCentral showed a person. */
export function sideOfPerson(person: PersonRead): RecordSide {
  return {
    personId: person.personId,
    personCode: person.personCode,
    organisationId: person.organisationId,
    validFrom: person.validity?.beginsAt ?? null,
    validTo: person.validity?.endsAt ?? null,
    hasFace: person.hasFace,
    accessLevelIds: person.accessLevelIds,
  };
}

/** As our record had it before. */
export function sideOfRecord({ facts, personCode }: Cardholder, organisationId: string | null): RecordSide {
  const { person, levels } = facts;
  return {
    personId: person.personId,
    personCode,
    organisationId,
    validFrom: person.content === null ? null : new Date(person.content.beginsAtMs),
    validTo: person.content === null ? null : new Date(person.content.endsAtMs),
    hasFace: person.faceSha256 !== null,
    accessLevelIds: Object.entries(levels).flatMap(([levelId, level]) => (mayHold(level) ? [levelId] : [])),
  };
}
