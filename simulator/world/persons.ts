import { CODES, notFound, Refusal } from '../refusal.js';
import { type Face, type Person, type PersonChanges } from './model.js';

export type NewPerson = Omit<Person, 'personId' | 'personCode' | 'face'> & {
  readonly personCode: string | undefined;
  readonly face: Face | null;
};

/** How a caller names a person: by the id HikCentral gave, or by the code the caller chose. */
export type PersonHandle = { readonly personId: string } | { readonly personCode: string };

export class Persons {
  private readonly byId = new Map<string, Person>();
  private readonly idByCode = new Map<string, string>();
  private readonly idByCardNo = new Map<string, string>();

  constructor(
    persons: Iterable<Person>,
    private nextNumber: number,
    /** What the licence allows; null for any number. */
    private capacity: number | null,
  ) {
    for (const person of persons) this.index(person);
  }

  all(): Person[] {
    return [...this.byId.values()];
  }

  nextId(): number {
    return this.nextNumber;
  }

  licence(): number | null {
    return this.capacity;
  }

  /** An operator's new licence; persons beyond it stay. */
  setCapacity(capacity: number | null): void {
    this.capacity = capacity;
  }

  /** Puts an older registry in place of this one. Ids already given out are never given again. */
  replaceAll(persons: Iterable<Person>): void {
    for (const index of [this.byId, this.idByCode, this.idByCardNo]) index.clear();
    for (const person of persons) this.index(person);
  }

  find(handle: PersonHandle): Person | undefined {
    const personId = 'personId' in handle ? handle.personId : this.idByCode.get(handle.personCode);
    return personId === undefined ? undefined : this.byId.get(personId);
  }

  /** @throws Refusal 128 */
  get(handle: PersonHandle): Person {
    const person = this.find(handle);
    if (person === undefined) throw notFound('person');
    return person;
  }

  /** The next id, used up: visitors have theirs from the same sequence. */
  takeId(): string {
    this.nextNumber += 1;
    return String(this.nextNumber - 1);
  }

  isEmptyOrganisation(orgIndexCode: string): boolean {
    return !this.all().some((person) => person.orgIndexCode === orgIndexCode);
  }

  /** @throws Refusal 131 for a code or card in use, 132 at the licence's limit, 2 for an empty validity */
  add(draft: NewPerson): Person {
    if (draft.personCode !== undefined && this.idByCode.has(draft.personCode)) throw alreadyExists('person code');
    this.refuseTakenCards(draft.cardNos);
    refuseEmptyValidity(draft);
    if (this.capacity !== null && this.byId.size >= this.capacity) {
      throw new Refusal(CODES.capacityReached, 'maximum number of persons reached');
    }
    const personId = this.takeId();
    const person = { ...draft, personId, personCode: draft.personCode ?? this.generateCode(personId) };
    this.index(person);
    return person;
  }

  /** @throws Refusal 131 for a card in use, 2 for an empty validity */
  update(person: Person, changes: PersonChanges): void {
    if (changes.cardNos !== undefined) this.refuseTakenCards(changes.cardNos, person.personId);
    refuseEmptyValidity({ ...person, ...changes });
    this.unindexCards(person);
    Object.assign(person, changes);
    this.indexCards(person);
  }

  delete(person: Person): void {
    this.byId.delete(person.personId);
    this.idByCode.delete(person.personCode);
    this.unindexCards(person);
  }

  private generateCode(personId: string): string {
    let code = `P${personId}`;
    for (let suffix = 1; this.idByCode.has(code); suffix += 1) code = `P${personId}X${suffix}`;
    return code;
  }

  private refuseTakenCards(cardNos: readonly string[], exceptPersonId?: string): void {
    const isTaken = cardNos.some((cardNo) => {
      const holder = this.idByCardNo.get(cardNo);
      return holder !== undefined && holder !== exceptPersonId;
    });
    if (isTaken) throw alreadyExists('card number');
  }

  private index(person: Person): void {
    this.byId.set(person.personId, person);
    this.idByCode.set(person.personCode, person.personId);
    this.indexCards(person);
  }

  private indexCards(person: Person): void {
    for (const cardNo of person.cardNos) this.idByCardNo.set(cardNo, person.personId);
  }

  private unindexCards(person: Person): void {
    for (const cardNo of person.cardNos) this.idByCardNo.delete(cardNo);
  }
}

function refuseEmptyValidity({ beginTimeMs, endTimeMs }: { beginTimeMs: number; endTimeMs: number }): void {
  if (beginTimeMs >= endTimeMs) throw new Refusal(CODES.parameterWrong, 'beginTime must be before endTime');
}

function alreadyExists(what: string): Refusal {
  return new Refusal(CODES.alreadyExists, `${what} already exists`);
}
