import { MAX_SHARED } from './facts.js';
import { type Side, type Step, type StepKind } from './step.js';

/** One cardholder's next step, due now. */
export interface Candidate {
  readonly cardholderId: string;
  readonly step: Step;
  readonly side: Side;
  readonly dueAtMs: number;
  /** Begin of the validity it works for; what begins earlier goes first. */
  readonly wantedAtMs: number;
  /** How many may share a level change with this one. */
  readonly batchLimit: number;
  /** Levels of this one that wait to be read back. */
  readonly unreadLevelCount: number;
}

export interface BatchOptions {
  /** One look at a person shows all of the person's levels. */
  readonly doPersonsShowLevels: boolean;
}

export type AccessLane = 'revoke' | 'provision-soon' | 'provision' | 'clean-up';

/** One call that serves all its participants. */
export interface SharedCall {
  readonly step: Step;
  readonly lane: AccessLane;
  readonly cardholderIds: readonly string[];
}

/** A guest who comes within this time is not kept waiting behind those who come later. */
const SOON_MS = 15 * 60_000;
/** How long a call waits for others to share it before it goes before their own calls. */
const LONGEST_WAIT_FOR_OTHERS_MS = 5 * 60_000;
const MAX_APPLIED = 500;

const LANE_RANK: Readonly<Record<AccessLane, number>> = {
  revoke: 0,
  'provision-soon': 1,
  provision: 2,
  'clean-up': 3,
};

/**
 * Calls that change come before calls that ask the doors, and those before readings: each waits a little for the next
 * guest to share it. What shortens access is first of all.
 */
const KIND_RANK: Readonly<Record<StepKind, number>> = {
  'take-level': 0,
  'look-up-person': 1,
  'update-person': 2,
  'update-face': 3,
  'add-person': 4,
  'give-level': 5,
  'request-application': 6,
  'read-members': 7,
  'read-application': 8,
  'read-own-application': 9,
  'remove-person': 10,
};
const FULL_CALL_RANK = 1;

interface Group {
  readonly step: Step;
  readonly lane: AccessLane;
  readonly members: readonly Candidate[];
  readonly rank: readonly number[];
}

/** Merges next steps into the fewest calls; most urgent call first. */
export function mergeIntoCalls(
  candidates: readonly Candidate[],
  nowMs: number,
  options: BatchOptions,
): readonly SharedCall[] {
  const byKey = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = shareKey(candidate);
    byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
  }
  const groups = [...byKey.values()]
    .flatMap((sharing) => (isCheaperByPerson(sharing, options) ? sharing.map(lookUpOne) : [sharing]))
    .flatMap((sharing) => split(sharing.sort(byUrgency), nowMs));
  return groups
    .sort((one, other) => compareRanks(one.rank, other.rank))
    .map(({ step, lane, members }) => ({ step, lane, cardholderIds: members.map(({ cardholderId }) => cardholderId) }));
}

export function laneOf({ side, wantedAtMs }: Pick<Candidate, 'side' | 'wantedAtMs'>, nowMs: number): AccessLane {
  if (side !== 'giving') return side === 'taking' ? 'revoke' : 'clean-up';
  return wantedAtMs <= nowMs + SOON_MS ? 'provision-soon' : 'provision';
}

function shareKey({ step, side, cardholderId }: Candidate): string {
  switch (step.kind) {
    case 'take-level':
    case 'give-level':
    case 'read-members':
      return `${side} ${step.kind} ${step.levelId}`;
    case 'request-application':
    case 'read-application':
      return `${side} ${step.kind}`;
    default:
      return `${side} ${step.kind} ${cardholderId}`;
  }
}

/** A level's list serves all its members but tells of one level; so few persons with so many levels are fewer calls. */
function isCheaperByPerson(sharing: readonly Candidate[], { doPersonsShowLevels }: BatchOptions): boolean {
  const levelCount = Math.min(...sharing.map(({ unreadLevelCount }) => unreadLevelCount));
  return doPersonsShowLevels && sharing[0]?.step.kind === 'read-members' && sharing.length < levelCount;
}

function lookUpOne(candidate: Candidate): Candidate[] {
  return [{ ...candidate, step: { kind: 'look-up-person' } }];
}

function split(sharing: readonly Candidate[], nowMs: number): Group[] {
  const groups: Group[] = [];
  let rest = sharing;
  while (rest[0] !== undefined) {
    const first = rest[0];
    const size = sizeOf(first.step.kind, rest);
    const members = rest.slice(0, size);
    rest = rest.slice(size);
    const lane = laneOf(first, nowMs);
    groups.push({ step: first.step, lane, members, rank: rankOf(first.step.kind, lane, members, nowMs) });
  }
  return groups;
}

/** The most careful participant of those that fit decides how many share a level change. */
function sizeOf(kind: StepKind, waiting: readonly Candidate[]): number {
  if (kind !== 'take-level' && kind !== 'give-level') return MAX_APPLIED;
  let size = 1;
  let limit = waiting[0]?.batchLimit ?? 1;
  for (const { batchLimit } of waiting.slice(1, MAX_SHARED)) {
    if (size >= Math.min(limit, batchLimit)) break;
    limit = Math.min(limit, batchLimit);
    size += 1;
  }
  return size;
}

function rankOf(kind: StepKind, lane: AccessLane, members: readonly Candidate[], nowMs: number): readonly number[] {
  const oldestDueAtMs = Math.min(...members.map(({ dueAtMs }) => dueAtMs));
  const hasWaited = nowMs - oldestDueAtMs >= LONGEST_WAIT_FOR_OTHERS_MS;
  const isFull = kind === 'give-level' && members.length === MAX_SHARED;
  const kindRank = hasWaited || isFull ? Math.min(FULL_CALL_RANK, KIND_RANK[kind]) : KIND_RANK[kind];
  return [LANE_RANK[lane], kindRank, members[0]?.wantedAtMs ?? 0, oldestDueAtMs];
}

function byUrgency(one: Candidate, other: Candidate): number {
  return (
    one.wantedAtMs - other.wantedAtMs || one.dueAtMs - other.dueAtMs || (one.cardholderId < other.cardholderId ? -1 : 1)
  );
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  for (const [index, rank] of one.entries()) {
    const difference = rank - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
