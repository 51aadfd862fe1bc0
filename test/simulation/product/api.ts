import { AnnounceVisit, type Announcement } from '../../../src/modules/visits/application/announce-visit.js';
import { CancelVisit } from '../../../src/modules/visits/application/cancel-visit.js';
import { ChangeVisit, type VisitChange } from '../../../src/modules/visits/application/change-visit.js';
import { CheckInVisit } from '../../../src/modules/visits/application/check-in-visit.js';
import { CheckOutVisit } from '../../../src/modules/visits/application/check-out-visit.js';
import { ListVisits } from '../../../src/modules/visits/application/list-visits.js';
import { PutPhoto } from '../../../src/modules/visits/application/put-photo.js';
import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { ListPassages, type PassageView } from '../../../src/modules/monitoring/application/list-passages.js';
import { type PassagePlace } from '../../../src/modules/monitoring/persistence/passage.repository.js';
import { AppError } from '../../../src/platform/errors/app-error.js';
import { type VirtualTime } from '../world/virtual-time.js';
import { DatabaseCut } from './mortal-unit-of-work.js';
import { type ProductProcess } from './product-process.js';

const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 5_000;
const PAGE = 200;

/** What a caller is told: an answer, a refusal with its code, or nothing at all. */
export type Told<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'silence' };

/** The product as its callers see it: whichever process is up answers, and one that dies answers nothing. */
export class Api {
  /** Hears every visit that any answer shows, at the instant of the answer. */
  onVisit: (view: VisitView) => void = () => undefined;

  constructor(
    private readonly time: VirtualTime,
    private readonly processUp: () => ProductProcess | null,
  ) {}

  get isUp(): boolean {
    return this.processUp() !== null;
  }

  announce(said: Announcement): Promise<Told<VisitView>> {
    return this.tell((product) => product.get(AnnounceVisit).run(said));
  }

  change(visitId: string, change: VisitChange): Promise<Told<VisitView>> {
    return this.tell((product) => product.get(ChangeVisit).run(visitId, change, null));
  }

  cancel(visitId: string): Promise<Told<VisitView>> {
    return this.tell((product) => product.get(CancelVisit).run(visitId));
  }

  checkIn(visitId: string): Promise<Told<VisitView>> {
    return this.tell((product) => product.get(CheckInVisit).run(visitId));
  }

  checkOut(visitId: string): Promise<Told<VisitView>> {
    return this.tell((product) => product.get(CheckOutVisit).run(visitId));
  }

  putPhoto(visitId: string, jpeg: Buffer): Promise<Told<unknown>> {
    return this.ask((product) => product.get(PutPhoto).run(visitId, () => Promise.resolve(jpeg)));
  }

  /** All of them, newest first; null while nobody answers. */
  async visits(): Promise<readonly VisitView[] | null> {
    const found: VisitView[] = [];
    for (let cursor: string | undefined; ;) {
      const told = await this.askNow((product) => product.get(ListVisits).run({ limit: PAGE, cursor }));
      if (told?.kind !== 'answer') return null;
      for (const view of told.value.items) this.onVisit(view);
      found.push(...told.value.items);
      if (told.value.nextCursor === null) return found;
      cursor = told.value.nextCursor;
    }
  }

  /** Ids of all events that are stored, with repetitions if there are any; null while nobody answers. */
  async storedEventIds(): Promise<readonly string[] | null> {
    const ids: string[] = [];
    for (let after: PassagePlace | null = null; ;) {
      const page: readonly PassageView[] | null = await this.passagesAfter(after);
      if (page === null) return null;
      ids.push(...page.map(({ eventId }) => eventId));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return ids;
      after = { occurredAt: last.occurredAt, id: last.id };
    }
  }

  private async passagesAfter(place: PassagePlace | null): Promise<readonly PassageView[] | null> {
    const told = await this.askNow((product) => product.get(ListPassages).run({}, place, PAGE));
    return told?.kind === 'answer' ? told.value : null;
  }

  private async tell(verb: (product: ProductProcess) => Promise<VisitView>): Promise<Told<VisitView>> {
    const told = await this.ask(verb);
    if (told.kind === 'answer') this.onVisit(told.value);
    return told;
  }

  /** Waits until somebody is there to be asked. */
  private async ask<T>(verb: (product: ProductProcess) => Promise<T>): Promise<Told<T>> {
    for (;;) {
      const told = await this.askNow(verb);
      if (told !== null) return told;
      await new Promise<void>((resolve) => this.time.after(LOOK_AGAIN_MS, resolve));
    }
  }

  private askNow<T>(verb: (product: ProductProcess) => Promise<T>): Promise<Told<T> | null> {
    const product = this.processUp();
    if (product === null) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const cancel = this.time.after(PATIENCE_MS, () => resolve({ kind: 'silence' }));
      verb(product).then(
        (value) => {
          cancel();
          resolve({ kind: 'answer', value });
        },
        (error: unknown) => {
          cancel();
          if (error instanceof AppError) resolve({ kind: 'refused', code: error.code });
          else if (error instanceof DatabaseCut) resolve({ kind: 'silence' });
          else reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }
}
