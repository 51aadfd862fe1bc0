/** What people may send, on each side. */
export const SMALLEST_SIDE_PX = 50;
export const LARGEST_SIDE_PX = 4_000;
/** What goes to the doors. HikCentral and the terminals refuse less than 64 × 64; more than 640 gives them nothing. */
export const FACE_MIN_SIDE_PX = 64;
export const FACE_MAX_SIDE_PX = 640;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type SizeFault = 'photoTooSmall' | 'photoTooLarge' | 'photoProportions';

/** null: the size is allowed. */
export function sizeFault({ width, height }: Size): SizeFault | null {
  if (Math.min(width, height) < SMALLEST_SIDE_PX) return 'photoTooSmall';
  if (Math.max(width, height) > LARGEST_SIDE_PX) return 'photoTooLarge';
  // Beyond this no size has both its sides between the least and the most the doors take.
  if (Math.max(width, height) * FACE_MIN_SIDE_PX > Math.min(width, height) * FACE_MAX_SIDE_PX)
    return 'photoProportions';
  return null;
}

/**
 * The size for the doors, proportions kept: at most 640 on the longer side, at least 64 on the shorter. A picture of
 * 50 to 63 px is enlarged to 64: the contract takes it, and the doors would refuse it as it is.
 */
export function faceSize({ width, height }: Size): Size {
  const longer = Math.max(width, height);
  const shorter = Math.min(width, height);
  const scale = Math.max(Math.min(1, FACE_MAX_SIDE_PX / longer), FACE_MIN_SIDE_PX / shorter);
  const fit = (side: number): number =>
    Math.min(FACE_MAX_SIDE_PX, Math.max(FACE_MIN_SIDE_PX, Math.round(side * scale)));
  return { width: fit(width), height: fit(height) };
}
