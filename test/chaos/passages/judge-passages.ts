import { isGrant } from '../../../simulator/world/terminal-decision.js';
import { foldPassages } from '../../simulation/checker/fold-passages.js';
import { type SeenPassage } from '../../simulation/checker/passages-seen.js';
import { type VisitBody } from '../../support/visit-steps.js';
import { type AgreedVisit } from './guests.js';
import { type HeldEvent } from './hikcentral-process.js';

const MINUTE_MS = 60_000;
/** The settings that the process runs with: their defaults. */
const RULES = { earlyArrivalMs: 15 * MINUTE_MS, autoCloseGraceMs: 30 * MINUTE_MS, reentryGraceMs: 15 * MINUTE_MS };
const ENTRANCE = '1';

export interface SetJudged {
  readonly lost: readonly string[];
  readonly invented: readonly string[];
  readonly doubled: readonly string[];
}

/** What is stored of our persons beside what HikCentral holds of them. @param told event ids, once for each time they were published */
export function judgeSet(held: readonly HeldEvent[], stored: readonly string[], told: readonly string[]): SetJudged {
  const wanted = new Set(held.map(({ eventId }) => eventId));
  const known = new Set(stored);
  const toldOnce = new Set(told);
  return {
    lost: [...wanted].filter((id) => !known.has(id) || !toldOnce.has(id)),
    invented: [...known].filter((id) => !wanted.has(id)),
    doubled: [...repeated(stored), ...repeated(told)],
  };
}

/** How a visit is not what its guest's events make of it, by a fold that shares nothing with the product. @returns null: it is */
export function judgeVisit(agreed: AgreedVisit, held: readonly HeldEvent[], visit: VisitBody): string | null {
  const { policy: exitPolicy, validFrom, validTo, isSecond } = agreed;
  const terms = { validFromMs: validFrom.getTime(), validToMs: validTo.getTime(), exitPolicy };
  const passages = isSecond ? [] : passagesOf(held, agreed.personCode);
  const folded = foldPassages(terms, passages, RULES, Date.now());
  const seen = { status: visit.status, in: msOf(visit.checkedInAt), out: msOf(visit.checkedOutAt) };
  const due = { status: folded.status, in: folded.checkedInAtMs, out: folded.checkedOutAtMs };
  const isRight = seen.status === due.status && seen.in === due.in && seen.out === due.out;
  return isRight ? null : `${visit.id} (${exitPolicy}) is ${JSON.stringify(seen)}, not ${JSON.stringify(due)}`;
}

function passagesOf(held: readonly HeldEvent[], personCode: string): readonly SeenPassage[] {
  return held
    .filter((event) => event.personCode === personCode && isGrant(event.eventType))
    .map(({ eventId, deviceTime, readerIndexCode }) => {
      const atMs = Date.parse(deviceTime);
      return { eventId, atMs, visibleAtMs: atMs, isExit: readerIndexCode !== ENTRANCE };
    })
    .sort((one, other) => one.atMs - other.atMs || (one.eventId < other.eventId ? -1 : 1));
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.has(id) || !seen.add(id));
}

function msOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
