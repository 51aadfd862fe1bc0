export const NAME = { max: 100, example: 'Main building' } as const;
export const LIMIT = {
  min: 1,
  max: 1_000_000,
  description: 'Calls in any window, over all processes together.',
} as const;
export const WINDOW = { min: 1, max: 3_600, description: 'Length of the window.' } as const;
export const RESERVE = {
  min: 0,
  max: 1_000_000,
  description: 'Calls of each window that only revocation may use; fewer than `rateLimitCalls`.',
} as const;
