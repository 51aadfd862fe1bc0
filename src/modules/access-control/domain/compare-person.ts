import { withPerson } from './book-step.js';
import { type DesiredAccess } from './desired-access.js';
import { type CompareOptions, type Comparison, found, type ListedPerson } from './drift-sighting.js';
import { mayHold } from './level-standing.js';
import { latestOf } from './meet-person.js';

export function compareWindow(
  desired: DesiredAccess,
  so: Comparison,
  { beginsAtMs, endsAtMs }: ListedPerson,
): Comparison {
  const { content, isValidityRead, endsAtDoorsMs } = so.facts.person;
  if (content === null || !isValidityRead || beginsAtMs === null || endsAtMs === null) return so;
  if (content.beginsAtMs === beginsAtMs && content.endsAtMs === endsAtMs) return so;
  const facts = withPerson(so.facts, {
    content: { ...content, beginsAtMs, endsAtMs },
    endsAtDoorsMs: latestOf(endsAtDoorsMs, endsAtMs),
  });
  const isHarmless = desired.person === null && !Object.values(facts.levels).some(mayHold);
  return isHarmless ? { ...so, facts } : found({ ...so, facts }, 'wrong_window');
}

export function compareFace(
  desired: DesiredAccess,
  so: Comparison,
  { hasFace }: ListedPerson,
  { mendedLately }: CompareOptions,
): Comparison {
  if (hasFace !== false || so.facts.person.faceSha256 === null) return so;
  if (desired.person === null) return { ...so, facts: withPerson(so.facts, { faceSha256: null }) };
  // A server that does not show what it was sent: one try a day.
  if (mendedLately.has('lost_face')) return found(so, 'lost_face', { isMended: false });
  return found({ ...so, facts: withPerson(so.facts, { faceSha256: null, face: null }) }, 'lost_face');
}

export function compareName(
  desired: DesiredAccess,
  so: Comparison,
  { hasSentName }: ListedPerson,
  { mendedLately }: CompareOptions,
): Comparison {
  const { content } = so.facts.person;
  if (hasSentName !== false || desired.person === null || content === null || content.profileHash === '') return so;
  const differs = ['name'];
  if (mendedLately.has('duplicate')) return found(so, 'duplicate', { differs, isMended: false });
  const facts = withPerson(so.facts, { content: { ...content, profileHash: '' } });
  return found({ ...so, facts }, 'duplicate', { differs });
}
