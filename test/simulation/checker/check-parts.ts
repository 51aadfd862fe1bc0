import { type HikCentral } from '../world/hikcentral.js';
import { type AgreedBook } from './agreed-book.js';
import { type SiteLimits } from './allowed-times.js';
import { type DoorsSeen } from './doors-seen.js';
import { type FoldRules } from './fold-passages.js';
import { type PassagesSeen } from './passages-seen.js';
import { type Tampering } from './tampering.js';
import { type Troubles } from './troubles.js';

export interface CheckerSettings extends SiteLimits {
  readonly earlyMs: number;
  /** Between two readings of passages. */
  readonly passagesEveryMs: number;
  readonly rules: FoldRules;
  /** How far clocks of ours, HikCentral's and the doors' may be apart. */
  readonly skewMs: number;
}

/** What every check looks at. */
export interface CheckParts {
  readonly hikcentral: HikCentral;
  readonly troubles: Troubles;
  readonly nowMs: () => number;
  readonly settings: CheckerSettings;
  readonly book: AgreedBook;
  readonly seen: DoorsSeen;
  readonly passages: PassagesSeen;
  readonly tampering: Tampering;
  readonly measure: Measure;
}

export interface Wrong {
  readonly invariant: string;
  readonly kind: string;
  readonly key: string;
  readonly isWrong: boolean;
}

/** @param allowedMs how long it may be wrong without a break, healthy time */
export type Measure = (wrong: Wrong, passedMs: number, allowedMs: number) => void;
