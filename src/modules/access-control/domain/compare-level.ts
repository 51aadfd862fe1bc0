import { type DesiredAccess } from './desired-access.js';
import { type Comparison, found } from './drift-sighting.js';
import { settledAtMs } from './facts.js';
import { isConfirmedMember } from './level-standing.js';
import { withMember } from './meet-person.js';
import { settleMembership } from './settle-reading.js';

export function compareLevel(
  desired: DesiredAccess,
  so: Comparison,
  { levelId, isMember, readAtMs }: { readonly levelId: string; readonly isMember: boolean; readonly readAtMs: number },
): Comparison {
  const level = so.facts.levels[levelId];
  const isDesired = desired.levelIds.includes(levelId);
  if (level === undefined) {
    if (!isMember || (so.facts.levelGoneAtMs ?? 0) > readAtMs) return so;
    const met = { ...so, facts: withMember(so.facts, levelId, readAtMs) };
    return isDesired ? met : found(met, desired.person === null ? 'ghost' : 'wrong_level', { levelIds: [levelId] });
  }
  const isOld =
    (level.readAtMs ?? 0) > readAtMs || Math.max(settledAtMs(level.give), settledAtMs(level.take)) > readAtMs;
  if (isOld || isMember || !isDesired || !isConfirmedMember(level)) return so;
  const at = { readAtMs, nowMs: readAtMs, fraction: 0, rateLimitWindowMs: 0 };
  const facts = settleMembership(so.facts, levelId, false, at);
  return found({ ...so, facts }, 'wrong_level', { levelIds: [levelId] });
}
