import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type LevelMember, type PersonRead } from '../../hikcentral-gateway/index.js';
import { type GuestClaims, VisitClaims } from '../../visits/index.js';
import { MOST_UNKNOWN_PERSONS } from '../domain/drift-findings.js';
import { isOurPersonCode } from '../domain/person-code.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { DriftCandidates } from '../persistence/drift-candidates.js';
import { CompareSightings, type Sighted } from './check-drift-comparison.js';
import { type DriftProgress } from './check-drift-progress.js';
import { type LevelMembers, type PersonsPage } from './check-drift-reading.js';
import { sideOfPerson, toListed } from './check-drift-sightings.js';
import { EnsureOrganisation } from './ensure-organisation.js';
import { type UnknownPerson } from './check-drift-unknown.js';

const MOST_AT_ONCE = 500;

interface LookParts {
  readonly unitOfWork: UnitOfWork;
  readonly candidates: DriftCandidates;
  readonly compare: CompareSightings;
  readonly claims: VisitClaims;
  readonly organisation: EnsureOrganisation;
  readonly isOurCode: (personCode: string) => boolean;
}

/** Finds, for what a reading showed, whom of ours it is about. */
@Injectable()
export class SightPersons {
  private readonly parts: LookParts;

  constructor(
    unitOfWork: UnitOfWork,
    candidates: DriftCandidates,
    compare: CompareSightings,
    claims: VisitClaims,
    organisation: EnsureOrganisation,
    vault: Vault,
  ) {
    const mac = (text: string): Buffer => vault.fingerprint('access-control.person-code', text);
    const isOurCode = (personCode: string): boolean => isOurPersonCode(personCode, mac);
    this.parts = { unitOfWork, candidates, compare, claims, organisation, isOurCode };
  }

  begin(progress: DriftProgress, organisationId: string | null): DriftLook {
    return new DriftLook(this.parts, progress, organisationId);
  }
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
    const byCode = await this.cardholdersOf(ours.map(({ personCode }) => personCode));
    const claims = await this.claimsOf([...byCode.values()]);
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

  /** The whole list was read: whoever of ours was not on it is not there. */
  async absent(readAtMs: number): Promise<void> {
    // A list with nobody at all proves too little.
    if (this.personsSeen === 0) return;
    let after: string | null = null;
    do {
      const batch = await this.batchWithPerson(after);
      const missing = batch.filter(({ personCode }) => !this.seenCodes.has(personCode));
      if (this.organisationId !== null && missing.some(({ desired }) => desired.person !== null)) {
        this.parts.organisation.lookAgain(this.progress.state.serverId, this.organisationId);
      }
      await this.compare(
        missing.map((cardholder) => ({ cardholder, sighting: { kind: 'not-listed', readAtMs }, hikcentral: null })),
      );
      after = batch.at(-1)?.id ?? null;
    } while (after !== null);
  }

  /** @returns codes of ours whose organisation, and so whose owner, is not known yet */
  async members(
    levelId: string,
    members: LevelMembers['members'],
    { isWhole, readAtMs }: Omit<LevelMembers, 'members'>,
  ): Promise<readonly string[]> {
    const known = await this.holdersAndMembers(levelId, members);
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

  private batchWithPerson(after: string | null): Promise<readonly Cardholder[]> {
    const { serverId } = this.progress.state;
    return this.parts.unitOfWork.read((tx) => this.parts.candidates.withPerson(tx, serverId, MOST_AT_ONCE, after));
  }

  private async strangersAmong(levelId: string, members: readonly LevelMember[]): Promise<readonly string[]> {
    const codes = members.flatMap(({ personCode }) =>
      personCode !== null && this.parts.isOurCode(personCode) ? [personCode] : [],
    );
    const known = await this.cardholdersOf(codes);
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

  private async holdersAndMembers(levelId: string, members: LevelMembers['members']): Promise<readonly Cardholder[]> {
    const { serverId } = this.progress.state;
    const { unitOfWork, candidates } = this.parts;
    const found = new Map<string, Cardholder>();
    const personIds = [...members.keys()];
    await unitOfWork.read(async (tx) => {
      for (const one of await candidates.holdersOf(tx, serverId, levelId)) found.set(one.id, one);
      for (let from = 0; from < personIds.length; from += MOST_AT_ONCE) {
        const batch = await candidates.byPersonIds(tx, serverId, personIds.slice(from, from + MOST_AT_ONCE));
        for (const one of batch) found.set(one.id, one);
      }
    });
    return [...found.values()];
  }

  private async cardholdersOf(personCodes: readonly string[]): Promise<ReadonlyMap<string, Cardholder>> {
    if (personCodes.length === 0) return new Map();
    const { serverId } = this.progress.state;
    const { unitOfWork, candidates } = this.parts;
    const rows = await unitOfWork.read((tx) => candidates.byCodes(tx, serverId, personCodes));
    return new Map(rows.map((cardholder) => [cardholder.personCode, cardholder]));
  }

  private async claimsOf(cardholders: readonly Cardholder[]): Promise<ReadonlyMap<string, GuestClaims>> {
    const guestIds = cardholders.filter(({ desired }) => desired.person !== null).map(({ guestId }) => guestId);
    if (guestIds.length === 0) return new Map();
    return this.parts.unitOfWork.read((tx) => this.parts.claims.claimsOf(tx, guestIds));
  }

  private compare(sighted: readonly Sighted[]): Promise<void> {
    return this.parts.compare.run(this.progress, sighted, this.organisationId);
  }
}

function nameOf({ familyName, givenName }: PersonRead): string {
  return JSON.stringify([familyName, givenName]);
}
