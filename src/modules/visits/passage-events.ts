/** What monitoring publishes of each passage of ours and of those that follow a merge, and the consumer that gives them to visits. */
export const PASSAGE_RECORDED = 'monitoring.passage-recorded.v1';
export const PASSAGES_MOVED = 'monitoring.passages-moved.v1';
export const APPLY_PASSAGES = 'visits.apply-passages';
