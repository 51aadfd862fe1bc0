import { type GuestStay } from '../../../../contracts/ports/guest-stays.js';
import { type GuestStory, identityOf } from './guest-story.js';
import { type Finding, type IncidentKind, type SeenPassage } from './incident.js';
import { type WorkingTime } from './working-time.js';

/** So many refusals of one expected guest in so long are a person's business. */
const REPEATED_FAILURES = 3;
export const REPEATED_WITHIN_MS = 15 * 60_000;

/** What is found of a guest and is found no more is withdrawn; which passages were outside working hours never changes. */
export const WITHDRAWN_KINDS = [
  'entry_after_revocation',
  'exit_without_entry',
  'long_stay',
  'stuck_at_exit',
  'repeated_failure',
] as const satisfies readonly IncidentKind[];

export interface IncidentRules {
  readonly longStayMs: number;
  readonly workingTime: WorkingTime;
}

/**
 * All there is to say of one guest, by what is known: a function of the set of passages and of the visits they make, so
 * that order of arrival, repetition and the split into batches cannot matter.
 * @param now decides how long somebody who is inside has been there, and nothing else
 */
export function guestFindings(story: GuestStory, rules: IncidentRules, now: Date): readonly Finding[] {
  return [
    ...story.passages.flatMap((passage) => passageFindings(story, passage)),
    ...story.stays.flatMap((stay) => stayFindings(story, stay, rules, now)),
    ...repeatedFailures(story),
    ...outsideWorkingHours(story, rules),
  ];
}

function passageFindings(story: GuestStory, passage: SeenPassage): readonly Finding[] {
  const about = identityOf(passage);
  const { direction, result, occurredAt } = passage;
  if (result === 'granted' && direction !== 'exit' && story.rightAt(occurredAt) === null) {
    const visit = story.insideAt(passage) ?? story.endedBefore(occurredAt);
    const wasEnded = visit !== null || story.isHeld(occurredAt);
    return wasEnded ? [byPassage('entry_after_revocation', about, passage, visit)] : [];
  }
  if (isRefused(passage) && direction === 'exit') {
    const visit = story.insideAt(passage);
    return visit === null ? [] : [byPassage('stuck_at_exit', about, passage, visit)];
  }
  return [];
}

function stayFindings(story: GuestStory, stay: GuestStay, { longStayMs }: IncidentRules, now: Date): Finding[] {
  const findings: Finding[] = [];
  const exit = story.exitThatBegan(stay);
  if (exit !== null) findings.push(byPassage('exit_without_entry', identityOf(exit), exit, stay));
  const { guestId, visitId } = stay;
  for (const { from, to } of story.spellsOf(stay)) {
    const occurredAt = new Date(from.getTime() + longStayMs);
    if (occurredAt > (to ?? now) || occurredAt > now) continue;
    const nowhere = { serverId: null, doorId: null, passageId: null };
    findings.push({
      kind: 'long_stay',
      about: `${visitId}:${from.toISOString()}`,
      occurredAt,
      ...{ guestId, visitId, ...nowhere },
    });
  }
  return findings;
}

/** Of somebody who may go in, at a way in. One for each visit and day: it says that the photo or the door is to be seen to. */
function repeatedFailures(story: GuestStory): readonly Finding[] {
  const findings = new Map<string, Finding>();
  const refused = story.passages.flatMap((passage) => {
    const visit = isRefused(passage) && passage.direction !== 'exit' ? story.rightAt(passage.occurredAt) : null;
    return visit === null ? [] : [{ passage, visit }];
  });
  refused.forEach(({ passage, visit }, index) => {
    const first = refused[index - REPEATED_FAILURES + 1];
    const { occurredAt } = passage;
    if (first === undefined || occurredAt.getTime() - first.passage.occurredAt.getTime() > REPEATED_WITHIN_MS) return;
    const about = `${visit.visitId}:${occurredAt.toISOString().slice(0, 10)}`;
    if (!findings.has(about)) findings.set(about, byPassage('repeated_failure', about, passage, visit));
  });
  return [...findings.values()];
}

/** One for each guest and day at the site: who works late goes through many doors. */
function outsideWorkingHours(story: GuestStory, { workingTime }: IncidentRules): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const passage of story.passages) {
    const { guestId, result, occurredAt } = passage;
    if (result !== 'granted' || workingTime.includes(occurredAt)) continue;
    const about = `${guestId}:${workingTime.dateOf(occurredAt)}`;
    const visit = story.rightAt(occurredAt) ?? story.insideAt(passage);
    if (!findings.has(about)) findings.set(about, byPassage('outside_working_hours', about, passage, visit));
  }
  return [...findings.values()];
}

function isRefused({ result }: SeenPassage): boolean {
  return result === 'denied' || result === 'face_mismatch';
}

function byPassage(kind: IncidentKind, about: string, passage: SeenPassage, visit: GuestStay | null): Finding {
  const { serverId, doorId, guestId, passageId, occurredAt } = passage;
  return { kind, about, occurredAt, serverId, doorId, guestId, visitId: visit?.visitId ?? null, passageId };
}
