import { type Logger } from '../../../platform/logging/logger.js';
import { type LevelMember, type PersonRead } from '../../hikcentral-gateway/index.js';
import { MOST_UNKNOWN_PERSONS } from '../domain/drift-findings.js';
import { type CompareSightings, type Sighted } from './check-drift-comparison.js';
import { type DriftProgress } from './check-drift-progress.js';
import { type LevelMembers, type PersonsPage, type PersonSought } from './check-drift-reading.js';
import { sideOfPerson, toListed } from './check-drift-sightings.js';
import { type UnknownPerson } from './check-drift-unknown.js';
import { type DriftRows } from './drift-rows.js';
import { type EnsureOrganisation } from './ensure-organisation.js';
import { witnessesOf } from '../domain/drift-reading.js';

interface LookParts {
  readonly rows: DriftRows;
  readonly compare: CompareSightings;
  readonly organisation: EnsureOrganisation;
  readonly logger: Logger;
  readonly isOurCode: (personCode: string) => boolean;
}

/** What one check has seen so far. Of persons that are not ours nothing is kept. */
export class DriftLook {
  private readonly seenCodes = new Set<string>();
  private readonly unknownByCode = new Map<string, UnknownPerson>();
  /** By name, of this check's own persons: memory of one check, never written down. */
  private readonly cardholderByName = new Map<string, string>();
  private doListsShowFaces = false;
  private personsSeen = 0;
  /** Each person that was listed came with its levels. */
  hasSeenAllLevels = true;

  constructor(
    private readonly parts: LookParts,
    private readonly progress: DriftProgress,
    private readonly organisationId: string | null,
  ) {}

  get unknown(): readonly UnknownPerson[] {
    return [...this.unknownByCode.values()].map((one) => ({
      ...one,
      twinId: this.cardholderByName.get(nameOf(one.person)) ?? null,
    }));
  }

  async page({ persons, readAtMs }: PersonsPage): Promise<void> {
    this.personsSeen += persons.length;
    this.doListsShowFaces ||= persons.some(({ hasFace }) => hasFace);
    const ours = persons.filter(({ personCode }) => this.parts.isOurCode(personCode));
    if (ours.some(({ accessLevelIds }) => accessLevelIds === null)) this.hasSeenAllLevels = false;
    const byCode = await this.parts.rows.byCodes(ours.map(({ personCode }) => personCode));
    const claims = await this.parts.rows.claimsOf([...byCode.values()]);
    const { organisationId, doListsShowFaces } = this;
    const context = { organisationId, doListsShowFaces };
    const sighted = ours.flatMap((person): Sighted[] => {
      const cardholder = byCode.get(person.personCode);
      if (cardholder === undefined) {
        this.addUnknown(person, readAtMs);
        return [];
      }
      this.seenCodes.add(person.personCode);
      if (this.isOurs(person)) this.cardholderByName.set(nameOf(person), cardholder.id);
      const listed = toListed(person, cardholder, claims.get(cardholder.guestId) ?? null, context);
      const sighting = { kind: 'listed', readAtMs, person: listed } as const;
      return [{ cardholder, sighting, hikcentral: sideOfPerson(person) }];
    });
    await this.compare(sighted);
  }

  /**
   * The whole list was read: whoever of ours was not on it is not there, unless a look at some of them shows that the list
   * is short.
   * @returns whether the list is believed
   */
  async absent(readAtMs: number, lookUp: (personCode: string) => Promise<PersonSought>): Promise<boolean> {
    // A list with nobody at all proves too little.
    if (this.personsSeen === 0) return false;
    const missing = await this.parts.rows.withPersonBeside(this.seenCodes);
    if (await this.isShort(missing, lookUp)) return false;
    const { organisation } = this.parts;
    if (this.organisationId !== null && missing.some(({ desired }) => desired.person !== null)) {
      organisation.lookAgain(this.progress.state.serverId, this.organisationId);
    }
    await this.compare(
      missing.map((cardholder) => ({ cardholder, sighting: { kind: 'not-listed', readAtMs }, hikcentral: null })),
    );
    return true;
  }

  /** @returns codes of ours whose organisation, and so whose owner, is not known yet */
  async members(
    levelId: string,
    members: LevelMembers['members'],
    { isWhole, readAtMs }: Omit<LevelMembers, 'members'>,
  ): Promise<readonly string[]> {
    const known = await this.parts.rows.holdersAndMembers(levelId, members);
    const sighted = known.flatMap((cardholder): Sighted[] => {
      const member = members.get(cardholder.facts.person.personId ?? '');
      // An id that was given out anew belongs to somebody else.
      const isMember = member !== undefined && (member.personCode ?? cardholder.personCode) === cardholder.personCode;
      if (!isMember && !isWhole) return [];
      return [{ cardholder, sighting: { kind: 'membership', readAtMs, levelId, isMember }, hikcentral: null }];
    });
    await this.compare(sighted);
    return this.strangersAmong(levelId, [...members.values()]);
  }

  /** A member of our level whose record was looked up. */
  stranger(levelId: string, persons: readonly PersonRead[], readAtMs: number): void {
    for (const person of persons) {
      this.addUnknown(person, readAtMs);
      this.noteLevel(person.personCode, levelId);
    }
  }

  /** Whoever is found is compared, and everybody else may be there as well. */
  private async isShort(
    missing: readonly { readonly personCode: string }[],
    lookUp: (personCode: string) => Promise<PersonSought>,
  ): Promise<boolean> {
    for (const { personCode } of witnessesOf(missing)) {
      const { page, isTold } = await lookUp(personCode);
      if (isTold && page.persons.length === 0) continue;
      const { id: checkId } = this.progress.state;
      this.parts.logger.warn('access.drift-list-short', { checkId, missing: missing.length });
      await this.page(page);
      return true;
    }
    return false;
  }

  private async strangersAmong(levelId: string, members: readonly LevelMember[]): Promise<readonly string[]> {
    const codes = members.flatMap(({ personCode }) =>
      personCode !== null && this.parts.isOurCode(personCode) ? [personCode] : [],
    );
    const known = await this.parts.rows.byCodes(codes);
    const strangers = codes.filter((personCode) => !known.has(personCode));
    for (const personCode of strangers) this.noteLevel(personCode, levelId);
    const unseen = strangers.filter((personCode) => !this.unknownByCode.has(personCode));
    // Looked up one by one, and never more than would stop the check anyway.
    return unseen.slice(0, Math.max(0, MOST_UNKNOWN_PERSONS + 1 - this.unknownByCode.size));
  }

  private noteLevel(personCode: string, levelId: string): void {
    const one = this.unknownByCode.get(personCode);
    if (one !== undefined) {
      this.unknownByCode.set(personCode, { ...one, levelIds: new Set([...one.levelIds, levelId]) });
    }
  }

  private addUnknown(person: PersonRead, readAtMs: number): void {
    // Where our organisation is not known nobody can be said to be in it.
    if (!this.isOurs(person) || this.organisationId === null) return;
    this.unknownByCode.set(person.personCode, { person, readAtMs, levelIds: new Set(), twinId: null });
  }

  private isOurs({ organisationId }: PersonRead): boolean {
    return this.organisationId === null || organisationId === this.organisationId;
  }

  private compare(sighted: readonly Sighted[]): Promise<void> {
    return this.parts.compare.run(this.progress, sighted, this.organisationId);
  }
}

function nameOf({ familyName, givenName }: PersonRead): string {
  return JSON.stringify([familyName, givenName]);
}
