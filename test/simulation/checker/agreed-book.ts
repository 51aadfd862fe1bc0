import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';

export interface Agreed {
  readonly view: VisitView;
  /** When the API said so. */
  readonly toldAtMs: number;
  /** When times, levels or photo of it changed last: what has to follow cannot be there before. */
  readonly changedAtMs: number;
  /** Latest `validTo` that was ever agreed. */
  readonly longestMs: number;
  /** Its times or its exit policy are not the first ones. */
  readonly hasMoved: boolean;
  readonly wasCheckedInByHand: boolean;
}

/** What was agreed, as far as answers of the API told. */
export class AgreedBook {
  private readonly visits = new Map<string, Agreed>();
  private readonly codes = new Map<string, string>();
  private readonly codesByGuest = new Map<string, readonly string[]>();
  private readonly checkedInByHand = new Set<string>();
  private readonly promises = new Map<string, { readonly readyAtMs: number; readonly saidAtMs: number }>();
  private readonly byGuest = new Map<string, Set<string>>();

  note(view: VisitView, atMs: number): void {
    const known = this.visits.get(view.id);
    const validToMs = view.validTo.getTime();
    const isNews = known === undefined || !haveSameTerms(known.view, view);
    this.visits.set(view.id, {
      view,
      toldAtMs: atMs,
      changedAtMs: isNews ? atMs : known.changedAtMs,
      longestMs: Math.max(known?.longestMs ?? 0, validToMs),
      hasMoved: known !== undefined && (known.hasMoved || !haveSameTimes(known.view, view)),
      wasCheckedInByHand: this.checkedInByHand.has(view.id),
    });
    const own = this.byGuest.get(view.guest.id) ?? new Set();
    this.byGuest.set(view.guest.id, own.add(view.id));
    this.noteCode(view);
  }

  /** Somebody at the desk is about to say that the guest is here. */
  willCheckIn(visitId: string): void {
    this.checkedInByHand.add(visitId);
  }

  promise(visitId: string, readyAtMs: number, saidAtMs: number): void {
    this.promises.set(visitId, { readyAtMs, saidAtMs });
  }

  /** When the guest is to get in, as it was said since what was agreed last; null: nothing was. */
  promiseOf(visitId: string): number | null {
    const promise = this.promises.get(visitId);
    const changedAtMs = this.visits.get(visitId)?.changedAtMs ?? Infinity;
    return promise !== undefined && promise.saidAtMs > changedAtMs ? promise.readyAtMs : null;
  }

  all(): Iterable<Agreed> {
    return this.visits.values();
  }

  get(visitId: string): Agreed | undefined {
    return this.visits.get(visitId);
  }

  ofGuest(guestId: string): readonly Agreed[] {
    return [...(this.byGuest.get(guestId) ?? [])].map((id) => this.visits.get(id)!);
  }

  /** By person code. */
  get guestIds(): ReadonlyMap<string, string> {
    return this.codes;
  }

  codesOf(guestId: string): readonly string[] {
    return this.codesByGuest.get(guestId) ?? [];
  }

  private noteCode({ access: { personCode }, guest }: VisitView): void {
    if (personCode === null || this.codes.get(personCode) === guest.id) return;
    this.codes.set(personCode, guest.id);
    this.codesByGuest.clear();
    for (const [code, guestId] of this.codes) {
      this.codesByGuest.set(guestId, [...(this.codesByGuest.get(guestId) ?? []), code]);
    }
  }
}

export function isOver({ status }: VisitView): boolean {
  return status === 'checked_out' || status === 'cancelled' || status === 'no_show';
}

function haveSameTerms(one: VisitView, other: VisitView): boolean {
  return (
    one.validFrom.getTime() === other.validFrom.getTime() &&
    one.validTo.getTime() === other.validTo.getTime() &&
    one.hasPhoto === other.hasPhoto &&
    one.accessLevelIds.join() === other.accessLevelIds.join()
  );
}

function haveSameTimes(one: VisitView, other: VisitView): boolean {
  return (
    one.validFrom.getTime() === other.validFrom.getTime() &&
    one.validTo.getTime() === other.validTo.getTime() &&
    one.exitPolicy === other.exitPolicy
  );
}
