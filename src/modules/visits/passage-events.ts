/** What monitoring publishes of each passage of ours, and the consumer that gives it to a visit. */
export const PASSAGE_RECORDED = 'monitoring.passage-recorded.v1';
export const APPLY_PASSAGES = 'visits.apply-passages';
