import { RestoreCardholder } from '../../../src/modules/access-control/application/restore-cardholder.js';
import { CardholderRepository } from '../../../src/modules/access-control/persistence/cardholder-repository.js';
import { GetReadiness } from '../../../src/modules/visits/application/get-readiness.js';
import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { AppError } from '../../../src/platform/errors/app-error.js';
import { DatabaseCut } from '../product/mortal-unit-of-work.js';
import { type ProductProcess } from '../product/product-process.js';
import { type SimulatedSite } from '../simulated-site.js';
import { type Dice } from '../world/dice.js';
import { MINUTE_MS } from './visit-plan.js';

const PATIENCE_MS = 30_000;
const RESTORES = 0.15;

/** Whoever sits at the door: asks whether a guest will get in, and builds a person anew when in doubt. */
export class Receptionist {
  constructor(
    private readonly site: SimulatedSite,
    private readonly dice: Dice,
  ) {}

  async lookAfter(view: VisitView): Promise<void> {
    const { site, dice } = this;
    await site.until(view.validFrom.getTime() - dice.between(-5, 25) * MINUTE_MS);
    const said = await this.ask((product) => product.get(GetReadiness).run(view.id));
    if (said?.expectedReadyAt != null) site.checker.promised(view.id, said.expectedReadyAt.getTime());
    if (!dice.isLucky(RESTORES)) return;
    await site.sleep(dice.between(1, 60) * MINUTE_MS);
    const count = await this.ask((product) => this.restore(product, view));
    if (count !== null) site.story.tell(`the person of the guest of ${view.id.slice(-4)} is restored from our record`);
  }

  private async restore(product: ProductProcess, view: VisitView): Promise<number> {
    const held = await product
      .get(UnitOfWork)
      .run((tx) => product.get(CardholderRepository).lockOfGuest(tx, view.guest.id));
    for (const { id } of held) await product.get(RestoreCardholder).run(id);
    return held.length;
  }

  /** null: nobody answers, or the answer is no. */
  private ask<T>(question: (product: ProductProcess) => Promise<T>): Promise<T | null> {
    const product = this.site.processes.find(({ isUp }) => isUp);
    if (product === undefined) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const cancel = this.site.time.after(PATIENCE_MS, () => resolve(null));
      const end = (answer: T | null): void => {
        cancel();
        resolve(answer);
      };
      question(product).then(end, (error: unknown) => {
        if (error instanceof AppError || error instanceof DatabaseCut) end(null);
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }
}
