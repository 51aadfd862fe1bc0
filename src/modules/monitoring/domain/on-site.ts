import { type Direction } from './passage.js';

export interface Whereabouts {
  /** The visit was closed without an exit seen. */
  readonly isUnconfirmed: boolean;
  /** Of the visit's last granted passage; undefined: none, a person at the desk checked the guest in. */
  readonly lastDirection: Direction | null | undefined;
  /** Passages are known to be complete up to the present. */
  readonly isCurrent: boolean;
}

/** Whether what we know says that the guest is inside, and nothing we know of could have told us otherwise. */
export function isSurelyInside({ isUnconfirmed, lastDirection, isCurrent }: Whereabouts): boolean {
  return isCurrent && !isUnconfirmed && (lastDirection === undefined || lastDirection === 'entry');
}
