/** Rung after every commit that published; `contracts/bells.ts` names it for everybody else. */
export const DISPATCH_EVENTS_BELL = 'event-log.dispatch';
