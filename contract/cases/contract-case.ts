import { type Site } from '../site.js';

/** One thing that HikCentral is documented to do, tried. */
export interface ContractCase {
  readonly title: string;
  readonly run: (site: Site) => Promise<void>;
}

export interface CaseFamily {
  readonly name: string;
  /** Finds or makes what other families need: always run. */
  readonly isNeededByOthers?: boolean;
  readonly cases: readonly ContractCase[];
}
