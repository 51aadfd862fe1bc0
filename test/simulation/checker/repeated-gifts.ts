import { type CallsHeard, type HeardCall, personsNamedIn } from './calls-heard.js';
import { PATHS } from './paths.js';

/**
 * A call that gives something is not made again before somebody looked what became of the last one: its answer may be lost and its
 * effect not, and then the second one is a second gift. Only what HikCentral refused may simply be said again.
 */
export class RepeatedGifts {
  /** By what is given to whom: the call that nobody has looked after. */
  private readonly given = new Map<string, HeardCall>();

  constructor(
    calls: CallsHeard,
    private readonly personIdOf: (code: string) => string | undefined,
    private readonly violate: (invariant: string, text: string) => void,
  ) {
    calls.onArrival((call) => this.arrived(call));
    calls.onAnswer((call) => this.answered(call));
  }

  private arrived(call: HeardCall): void {
    if (call.path === PATHS.takeLevel) for (const gift of this.giftsOf(call)) this.given.delete(gift);
    if (call.path !== PATHS.addPerson && call.path !== PATHS.giveLevel) return;
    for (const gift of this.giftsOf(call)) {
      const before = this.given.get(gift);
      this.given.set(gift, call);
      if (before === undefined) continue;
      const agoMs = call.atMs - before.atMs;
      this.violate('I3', `${gift} is given again after ${agoMs} ms, and nobody looked what became of the first`);
    }
  }

  private answered(call: HeardCall): void {
    const { path, answer, body } = call;
    if (path === PATHS.addPerson || path === PATHS.giveLevel) {
      if (answer === 'refused') for (const gift of this.giftsOf(call)) this.drop((key) => key === gift, call);
      return;
    }
    if (answer === 'lost') return;
    if (path === PATHS.persons) this.drop(() => true);
    if (path === PATHS.members) this.drop((gift) => gift.startsWith(`level ${String(body['privilegeGroupId'])} to `));
    if (path === PATHS.personById) this.drop((gift) => gift.endsWith(` to ${String(body['personId'])}`));
    if (path === PATHS.personByCode) {
      const code = String(body['personCode']);
      const personId = this.personIdOf(code);
      this.drop((gift) => gift === `person ${code}` || (personId !== undefined && gift.endsWith(` to ${personId}`)));
    }
  }

  private giftsOf({ path, body }: HeardCall): string[] {
    if (path === PATHS.addPerson) return [`person ${String(body['personCode'])}`];
    const level = `level ${String(body['privilegeGroupId'])}`;
    return personsNamedIn(body).map((name) => `${level} to ${this.personIdOf(name) ?? name}`);
  }

  /** @param only this call's own gifts */
  private drop(isMeant: (gift: string) => boolean, only?: HeardCall): void {
    for (const [gift, call] of this.given) {
      if (isMeant(gift) && (only === undefined || only === call)) this.given.delete(gift);
    }
  }
}
