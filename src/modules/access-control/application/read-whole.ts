import {
  type ApplicationFailure,
  type CallOutcome,
  type GatewaySession,
  type Lane,
  type LevelMember,
  listAccessLevelMembers,
  type Operation,
  type Page,
  readApplicationFailures,
} from '../../hikcentral-gateway/index.js';

/** A list of which the first page, or nothing, was read. */
type Rest<T> = { readonly isWhole: boolean; readonly items: readonly T[] };
type Failed = Exclude<CallOutcome<never>, { kind: 'done' }>;
export type WholeRead<T> =
  { readonly kind: 'read'; readonly list: Rest<T> } | { readonly kind: 'failed'; readonly outcome: Failed };

/** The documented sample's page; no upper limit is stated for this call. */
const MAX_FAILURES_AT_ONCE = 100;

/**
 * Members on all pages. `isWhole` false: rows moved between pages while we read, so that a member may have been missed
 * and nobody's absence is proved.
 * @param first null: nothing was read yet
 */
export function readAllMembers(
  session: GatewaySession,
  lane: Lane,
  levelId: string,
  first: Page<LevelMember> | null,
): Promise<WholeRead<LevelMember>> {
  return readOn(session, lane, first, (pageNo, pageSize) => listAccessLevelMembers({ levelId, pageNo, pageSize }));
}

export function readAllFailures(session: GatewaySession, lane: Lane): Promise<WholeRead<ApplicationFailure>> {
  return readOn(session, lane, null, (pageNo, pageSize) =>
    readApplicationFailures(pageNo, Math.min(pageSize, MAX_FAILURES_AT_ONCE)),
  );
}

export function isAnswerTooLong(outcome: CallOutcome<unknown>): boolean {
  return outcome.kind === 'refused' && outcome.error.code === 'GATEWAY.ANSWER_TOO_LONG';
}

/** One size for all pages; from the first page again with shorter ones when an answer was too long for the server. */
async function readOn<T>(
  session: GatewaySession,
  lane: Lane,
  first: Page<T> | null,
  operation: (pageNo: number, pageSize: number) => Operation<Page<T>>,
): Promise<WholeRead<T>> {
  let pages = first === null ? [] : [first];
  let pageSize = first?.pageSize ?? session.capabilities().pageSize;
  for (;;) {
    const last = pages.at(-1);
    if (last !== undefined && (last.items.length === 0 || last.pageNo * last.pageSize >= last.total))
      return whole(pages);
    const pageNo = (last?.pageNo ?? 0) + 1;
    const outcome = await session.call(lane, () => Promise.resolve(operation(pageNo, pageSize)));
    if (outcome.kind === 'done') {
      pages.push(outcome.value);
      continue;
    }
    const { pageSize: shorter } = session.capabilities();
    if (!isAnswerTooLong(outcome) || shorter >= pageSize) return { kind: 'failed', outcome };
    pages = [];
    pageSize = shorter;
  }
}

function whole<T>(pages: readonly Page<T>[]): WholeRead<T> {
  const items = pages.flatMap((page) => page.items);
  const totals = new Set(pages.map(({ total }) => total));
  // Nothing in place of a list proves nobody absent.
  const isTold = pages.every(({ isUntold }) => isUntold !== true);
  return { kind: 'read', list: { items, isWhole: isTold && totals.size === 1 && totals.has(items.length) } };
}
