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

/**
 * Members on all pages. `isWhole` false: rows moved between pages while we read, so that a member may have been missed
 * and nobody's absence is proved.
 */
export function readAllMembers(
  session: GatewaySession,
  lane: Lane,
  levelId: string,
  first: Page<LevelMember>,
): Promise<WholeRead<LevelMember>> {
  return readOn(session, lane, first, (pageNo) => listAccessLevelMembers({ levelId, pageNo }));
}

export function readAllFailures(session: GatewaySession, lane: Lane): Promise<WholeRead<ApplicationFailure>> {
  return readOn(session, lane, null, readApplicationFailures);
}

async function readOn<T>(
  session: GatewaySession,
  lane: Lane,
  first: Page<T> | null,
  operation: (pageNo: number) => Operation<Page<T>>,
): Promise<WholeRead<T>> {
  const pages = first === null ? [] : [first];
  for (;;) {
    const last = pages.at(-1);
    if (last !== undefined && (last.items.length === 0 || last.pageNo * last.pageSize >= last.total)) break;
    const outcome = await session.call(lane, () => Promise.resolve(operation((last?.pageNo ?? 0) + 1)));
    if (outcome.kind !== 'done') return { kind: 'failed', outcome };
    pages.push(outcome.value);
  }
  const items = pages.flatMap((page) => page.items);
  const totals = new Set(pages.map(({ total }) => total));
  return { kind: 'read', list: { items, isWhole: totals.size === 1 && totals.has(items.length) } };
}
