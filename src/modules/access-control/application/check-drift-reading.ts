import {
  type CallOutcome,
  findPersonByCode,
  type LevelMember,
  listPersons,
  type Page,
  type PersonRead,
} from '../../hikcentral-gateway/index.js';
import { isWholeList, type PageCount } from '../domain/drift-reading.js';
import { type ObservedSession } from './observed-session.js';
import { isAnswerTooLong, readAllMembers } from './read-whole.js';

const LANE = 'sweep';

export interface PersonsPage {
  readonly persons: readonly PersonRead[];
  readonly readAtMs: number;
  readonly total: number;
  /** Pages that the whole list has, at this size. */
  readonly totalPages: number;
}

export interface LevelMembers {
  readonly members: ReadonlyMap<string, LevelMember>;
  /** Nobody can have been missed. */
  readonly isWhole: boolean;
  readonly readAtMs: number;
}

/** Reads the list of all persons, page by page, from where the last check stopped. */
export class PersonList {
  private readonly pages: PageCount[] = [];
  private readonly personIds = new Set<string>();
  private hasEnded = false;
  private isTold = true;
  /** When the first page was read: whoever came later may be missing. */
  readAtMs = 0;
  private pageSize: number;

  constructor(
    private readonly session: ObservedSession,
    private offset: number,
  ) {
    this.pageSize = session.capabilities().pageSize;
  }

  /** Where the next check goes on; 0 after the last page. */
  get nextOffset(): number {
    return this.hasEnded ? 0 : this.offset;
  }

  get pagesRead(): number {
    return this.pages.length;
  }

  get isAtEnd(): boolean {
    return this.hasEnded;
  }

  /** Nobody can have been missed. */
  get isWhole(): boolean {
    return this.isTold && isWholeList(this.pages, this.personIds, this.hasEnded);
  }

  /** @throws the gateway's error when the page was not answered */
  async readPage(): Promise<PersonsPage> {
    this.session.begin();
    const page = await this.ask();
    const { readAtMs } = this.session;
    if (this.pages.length === 0) this.readAtMs = readAtMs;
    const { pageNo, pageSize, total, items, rawCount } = page;
    if (page.isUntold) this.isTold = false;
    this.pages.push({ pageNo, total });
    for (const { personId } of items) this.personIds.add(personId);
    this.hasEnded = rawCount === 0 || pageNo * pageSize >= total;
    this.offset = pageNo * pageSize;
    return { persons: items, readAtMs, total, totalPages: Math.ceil(total / pageSize) };
  }

  private async ask(): Promise<Page<PersonRead>> {
    for (;;) {
      // Rounded down when pages became shorter: a few persons are read twice, and none is left out.
      const pageNo = Math.floor(this.offset / this.pageSize) + 1;
      const outcome = await this.session.call(LANE, () =>
        Promise.resolve(listPersons({ pageNo, pageSize: this.pageSize })),
      );
      if (outcome.kind === 'done') return outcome.value;
      const { pageSize: shorter } = this.session.capabilities();
      if (!isAnswerTooLong(outcome) || shorter >= this.pageSize) throw errorOf(outcome);
      this.pageSize = shorter;
    }
  }
}

/** @throws the gateway's error when a page was not answered */
export async function readLevel(session: ObservedSession, levelId: string): Promise<LevelMembers> {
  session.begin();
  const all = await readAllMembers(session, LANE, levelId, null);
  const { readAtMs } = session;
  if (all.kind === 'read') {
    const members = new Map(all.list.items.map((member) => [member.personId, member]));
    return { members, isWhole: all.list.isWhole && members.size === all.list.items.length, readAtMs };
  }
  // A level that is not there has no members.
  const isLevelGone = all.outcome.kind === 'refused' && all.outcome.error.code === 'GATEWAY.NOT_FOUND';
  if (isLevelGone) return { members: new Map(), isWhole: true, readAtMs };
  throw errorOf(all.outcome);
}

/** Who was looked up by code, as a page of one. */
export interface PersonSought {
  readonly page: PersonsPage;
  /** False: answered with nothing in place of a list, which proves nobody absent. */
  readonly isTold: boolean;
}

/** @throws the gateway's error when it was not answered */
export async function readPerson(session: ObservedSession, personCode: string): Promise<PersonSought> {
  session.begin();
  const outcome = await session.call(LANE, () => Promise.resolve(findPersonByCode(personCode)));
  if (outcome.kind !== 'done') throw errorOf(outcome);
  const persons = outcome.value === null || outcome.value === 'untold' ? [] : [outcome.value];
  const page = { persons, readAtMs: session.readAtMs, total: persons.length, totalPages: 1 };
  return { page, isTold: outcome.value !== 'untold' };
}

function errorOf(outcome: Exclude<CallOutcome<unknown>, { kind: 'done' }>): Error {
  return outcome.kind === 'idle' ? new Error('a reading was not asked for') : outcome.error;
}
