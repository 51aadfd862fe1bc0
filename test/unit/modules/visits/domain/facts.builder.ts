import {
  type CloseFact,
  type PassageFact,
  type VisitRules,
  type VisitTerms,
} from '../../../../../src/modules/visits/domain/visit-facts.js';

const MINUTE_MS = 60_000;

export const RULES: VisitRules = {
  earlyArrivalMs: 15 * MINUTE_MS,
  autoCloseGraceMs: 30 * MINUTE_MS,
  reentryGraceMs: 15 * MINUTE_MS,
  isAutoCloseOn: true,
};

/** A time of the day on which everything here happens. */
export function at(clockTime: string): Date {
  return new Date(`2026-06-10T${clockTime.length === 5 ? `${clockTime}:00` : clockTime}Z`);
}

export function terms(changes: Partial<VisitTerms> = {}): VisitTerms {
  return { validFrom: at('09:00'), validTo: at('17:00'), exitPolicy: 'first_exit', ...changes };
}

export function passage(
  clockTime: string,
  direction: PassageFact['direction'],
  changes: Partial<PassageFact> = {},
): PassageFact {
  const eventId = changes.eventId ?? `s1:${clockTime}-${direction ?? 'none'}`;
  return {
    kind: 'passage',
    eventId,
    passageId: `passage-${eventId}`,
    occurredAt: at(clockTime),
    direction,
    result: 'granted',
    ...changes,
  };
}

export const entry = (clockTime: string): PassageFact => passage(clockTime, 'entry');
export const exit = (clockTime: string): PassageFact => passage(clockTime, 'exit');

export function close(clockTime: string, changes: Partial<CloseFact> = {}): CloseFact {
  return {
    kind: 'close',
    eventId: `close-${clockTime}`,
    occurredAt: at(clockTime),
    status: 'checked_out',
    closedReason: 'manual',
    endedAt: at(clockTime),
    ...changes,
  };
}
