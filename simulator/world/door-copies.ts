import { type DoorCopy } from './model.js';

type CopiesByKey = Map<string, DoorCopy[]>;

/**
 * What one terminal holds, found by the person's id, code or card: at a shift's change twenty thousand people stand here. A terminal
 * knows people by number, which is the code (inferred): who comes with a code that is there takes the other one's place, so a person
 * made anew after HikCentral forgot the first is not there twice.
 */
export class DoorCopies {
  private readonly byId = new Map<string, DoorCopy>();
  private readonly byCode = new Map<string, DoorCopy>();
  private readonly byCardNo: CopiesByKey = new Map();

  constructor(copies: Iterable<DoorCopy>) {
    for (const copy of copies) this.put(copy);
  }

  get size(): number {
    return this.byId.size;
  }

  has(personId: string): boolean {
    return this.byId.has(personId);
  }

  get(personId: string): DoorCopy | undefined {
    return this.byId.get(personId);
  }

  keys(): IterableIterator<string> {
    return this.byId.keys();
  }

  values(): IterableIterator<DoorCopy> {
    return this.byId.values();
  }

  asMap(): ReadonlyMap<string, DoorCopy> {
    return this.byId;
  }

  findByCode(personCode: string): DoorCopy | undefined {
    return this.byCode.get(personCode);
  }

  findByCardNo(cardNo: string): DoorCopy | undefined {
    return this.byCardNo.get(cardNo)?.[0];
  }

  put(copy: DoorCopy): void {
    const { personId, personCode } = copy;
    const other = this.byCode.get(personCode);
    if (other !== undefined && other.personId !== personId) this.drop(other.personId);
    const held = this.byId.get(personId);
    this.byId.set(personId, copy);
    if (held !== undefined) this.byCode.delete(held.personCode);
    // Visitors have no code.
    if (personCode !== '') this.byCode.set(personCode, copy);
    reindex(this.byCardNo, cardsOf(held), cardsOf(copy), held, copy);
  }

  /** @returns whether there was one */
  drop(personId: string): boolean {
    const held = this.byId.get(personId);
    if (held === undefined) return false;
    this.byCode.delete(held.personCode);
    reindex(this.byCardNo, cardsOf(held), [], held, held);
    return this.byId.delete(personId);
  }
}

/** The old form of a saved world has copies without cards. */
function cardsOf(copy: DoorCopy | undefined): readonly string[] {
  return copy?.cardNos ?? [];
}

/** A copy that takes the place of an older one keeps its place in the row. */
function reindex(
  index: CopiesByKey,
  before: readonly string[],
  after: readonly string[],
  held: DoorCopy | undefined,
  copy: DoorCopy,
): void {
  for (const key of new Set([...before, ...after])) {
    const row = index.get(key) ?? [];
    const at = held === undefined ? -1 : row.indexOf(held);
    if (!after.includes(key)) row.splice(at, 1);
    else if (at === -1) row.push(copy);
    else row[at] = copy;
    if (row.length === 0) index.delete(key);
    else index.set(key, row);
  }
}
