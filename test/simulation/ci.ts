/** What `npm test` runs of the simulation: about a minute of one core. The command runs as many as it is told. */
export const CI = {
  /** Each is run twice: the second time must tell the same. */
  tierA: '1',
  tierB: '1',
  /** Bugs that `tierA` catches early in the day; without them it holds. */
  bugs: ['wrong-type'],
} as const;
