import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { type SimulatedSite } from '../simulated-site.js';
import { type Dice } from '../world/dice.js';
import { MINUTE_MS, type VisitPlan } from './visit-plan.js';

const IN = { '1': '1', '2': '4' } as const;
const OUT = ['2', '3'] as const;

/** Comes, walks in and out, leaves, and tries the door once more. */
export class Guest {
  constructor(
    private readonly site: SimulatedSite,
    private readonly dice: Dice,
    private readonly plan: VisitPlan,
  ) {}

  async visit(view: VisitView): Promise<void> {
    const { site, dice, plan } = this;
    if (plan.turn === 'never-comes') return;
    await site.until(plan.validFromMs + plan.arrivesAfterMs);
    for (let round = 0; round <= plan.returns; round += 1) {
      this.walk(view, IN[plan.levelIds.includes('1') ? '1' : '2'], 'in');
      await site.sleep(plan.staysMs / (plan.returns + 1));
      this.walk(view, dice.pick(OUT), 'out');
      await site.sleep(dice.between(1, 20) * MINUTE_MS);
    }
    if (!plan.triesAfterTheEnd) return;
    await site.until(Math.max(site.time.nowMs, plan.validToMs) + dice.between(0, 40) * MINUTE_MS);
    this.walk(view, '1', 'in, afterwards');
  }

  private walk(view: VisitView, readerIndexCode: string, way: string): void {
    const { site, dice, plan } = this;
    const personCode = this.site.checker.book.get(view.id)?.view.access.personCode ?? null;
    const who = personCode === null ? ({ unknownFace: true } as const) : { personCode };
    const lateByMs = dice.isLucky(0.05) ? dice.between(1, 30) * MINUTE_MS : 0;
    const { isGranted } = site.hikcentral.control.walk({ ...who, readerIndexCode, lateByMs });
    site.story.tell(
      `guest of #${plan.number} goes ${way} at reader ${readerIndexCode}: ${isGranted ? 'granted' : 'refused'}`,
    );
  }
}
