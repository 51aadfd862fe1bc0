import { type UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type GuestClaims, type VisitClaims } from '../../visits/index.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { type DriftCandidates } from '../persistence/drift-candidates.js';
import { type LevelMembers } from './check-drift-reading.js';

const MOST_AT_ONCE = 500;

/** Rows of ours that a reading of one server is about; not locked. */
export class DriftRows {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly candidates: DriftCandidates,
    private readonly claims: VisitClaims,
    private readonly serverId: string,
  ) {}

  async byCodes(personCodes: readonly string[]): Promise<ReadonlyMap<string, Cardholder>> {
    if (personCodes.length === 0) return new Map();
    const rows = await this.unitOfWork.read((tx) => this.candidates.byCodes(tx, this.serverId, personCodes));
    return new Map(rows.map((cardholder) => [cardholder.personCode, cardholder]));
  }

  /** Of those for whom somebody is desired. */
  async claimsOf(cardholders: readonly Cardholder[]): Promise<ReadonlyMap<string, GuestClaims>> {
    const guestIds = cardholders.filter(({ desired }) => desired.person !== null).map(({ guestId }) => guestId);
    if (guestIds.length === 0) return new Map();
    return this.unitOfWork.read((tx) => this.claims.claimsOf(tx, guestIds));
  }

  async holdersAndMembers(levelId: string, members: LevelMembers['members']): Promise<readonly Cardholder[]> {
    const { unitOfWork, candidates, serverId } = this;
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

  /** Everybody with a person in HikCentral whose code is not among these. */
  async withPersonBeside(seenCodes: ReadonlySet<string>): Promise<readonly Cardholder[]> {
    const missing: Cardholder[] = [];
    let after: string | null = null;
    do {
      const batch = await this.batchWithPerson(after);
      missing.push(...batch.filter(({ personCode }) => !seenCodes.has(personCode)));
      after = batch.at(-1)?.id ?? null;
    } while (after !== null);
    return missing;
  }

  private batchWithPerson(after: string | null): Promise<readonly Cardholder[]> {
    return this.unitOfWork.read((tx) => this.candidates.withPerson(tx, this.serverId, MOST_AT_ONCE, after));
  }
}
