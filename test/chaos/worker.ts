import { type Heir, type Round, type RoundResult } from './round.js';
import { runRound } from './run-round.js';
import { Site } from './site.js';

/** Its guest is nobody's round: afterwards the site knows what every later guest finds known. */
const WARM_UP = { ending: 'exit', blow: null } as const;

/** Runs rounds one after the other, those that may on one site: a guest after a guest, as in the field. */
export class Worker {
  private site: Site | null = null;
  private heir: Heir | null = null;

  /** @param label of its sites */
  constructor(
    private readonly label: string,
    private readonly seed: number,
  ) {}

  async run(round: Round): Promise<RoundResult> {
    if (round.blow?.point.isFirstTime === true || round.heir !== this.heir) await this.close();
    try {
      const site = this.site ?? (await this.open(round));
      const result = await runRound(site, round, this.seed);
      // What one round left behind is not the next one's fault, and a site is new only once.
      if (result.faults.length > 0 || round.blow?.point.isFirstTime === true) await this.close();
      return result;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.site?.close();
    this.site = null;
    this.heir = null;
  }

  private async open({ number, heir, blow }: Round): Promise<Site> {
    const site = await Site.open(this.label);
    this.site = site;
    this.heir = heir;
    if (blow?.point.isFirstTime === true) return site;
    const { faults } = await runRound(site, { ...WARM_UP, number: -number, heir }, this.seed);
    if (faults.length > 0) throw new Error(`an undisturbed life is not right: ${faults.join('; ')}`);
    return site;
  }
}
