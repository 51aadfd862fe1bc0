/** Every bell there is; a queue stands behind each, and four are the most we allow. */
export const BELLS = {
  /** Events were committed: consumers have something to read. */
  dispatchEvents: 'event-log.dispatch',
  /** A visit has an earlier due time than the sweep knows. */
  sweepVisits: 'visits.sweep',
  /** A cardholder is due. */
  reconcileAccess: 'access-control.reconcile',
  /** Passages should be read now. */
  pollPassages: 'monitoring.poll',
} as const;
