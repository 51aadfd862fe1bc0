import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';

export interface Agreed {
  readonly view: VisitView;
  /** When times, levels or photo of it changed last: what has to follow cannot be there before. */
  readonly changedAtMs: number;
  /** Latest `validTo` that was ever agreed. */
  readonly longestMs: number;
}

/** What was agreed, as far as answers of the API told. */
export class AgreedBook {
  private readonly visits = new Map<string, Agreed>();
  private readonly codes = new Map<string, string>();

  note(view: VisitView, atMs: number): void {
    const known = this.visits.get(view.id);
    const validToMs = view.validTo.getTime();
    const isNews = known === undefined || termsOf(known.view) !== termsOf(view);
    this.visits.set(view.id, {
      view,
      changedAtMs: isNews ? atMs : known.changedAtMs,
      longestMs: Math.max(known?.longestMs ?? 0, validToMs),
    });
    if (view.access.personCode !== null) this.codes.set(view.access.personCode, view.guest.id);
  }

  all(): Iterable<Agreed> {
    return this.visits.values();
  }

  get(visitId: string): Agreed | undefined {
    return this.visits.get(visitId);
  }

  ofGuest(guestId: string): readonly Agreed[] {
    return [...this.visits.values()].filter(({ view }) => view.guest.id === guestId);
  }

  /** By person code. */
  get guestIds(): ReadonlyMap<string, string> {
    return this.codes;
  }
}

export function isOver({ status }: VisitView): boolean {
  return status === 'checked_out' || status === 'cancelled' || status === 'no_show';
}

function termsOf({ validFrom, validTo, accessLevelIds, hasPhoto }: VisitView): string {
  return JSON.stringify([validFrom, validTo, accessLevelIds, hasPhoto]);
}
