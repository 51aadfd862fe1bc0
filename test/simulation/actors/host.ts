import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { type Told } from '../product/api.js';
import { type SimulatedSite } from '../simulated-site.js';
import { type Dice } from '../world/dice.js';
import { faceNumber } from '../world/faces.js';
import { Receptionist } from './receptionist.js';
import { MINUTE_MS, type VisitPlan } from './visit-plan.js';

const HOST = { name: 'Host', email: 'host@site.test' };
const ONE_MORE_TRY_MS = 10_000;
const SAID_TWICE = 0.3;

/** Whoever invited: announces, sends the photo, and changes their mind. */
export class Host {
  private photos = 0;

  constructor(
    private readonly site: SimulatedSite,
    private readonly dice: Dice,
    private readonly plan: VisitPlan,
  ) {}

  /** null: it was refused, such as for coming too late. */
  async invite(): Promise<VisitView | null> {
    const { site, plan } = this;
    await site.until(plan.announceAtMs);
    const view = await this.announce();
    if (view === null) return null;
    site.story.tell(
      `visit ${this.name(view)} announced for ${clock(view.validFrom)}–${clock(view.validTo)}, levels ${view.accessLevelIds.join('+')}, ${view.exitPolicy}, ${plan.turn}`,
    );
    await site.sleep(plan.photoAfterMs);
    await this.sendPhoto(view);
    return view;
  }

  /** Runs beside the guest's own day. */
  async changeMind(view: VisitView): Promise<void> {
    const receptionist = new Receptionist(this.site, this.dice.fork());
    await Promise.all([this.decideAnew(view), receptionist.lookAfter(view)]);
  }

  private async decideAnew(view: VisitView): Promise<void> {
    const { site, dice, plan } = this;
    const { validFromMs, validToMs } = plan;
    const beforeMs = validFromMs - dice.between(1, 40) * MINUTE_MS;
    const duringMs = dice.between(validFromMs, validToMs - MINUTE_MS);
    switch (plan.turn) {
      case 'cancelled':
        await site.until(beforeMs);
        return this.cancel(view);
      case 'cancelled-while-being-sent':
        await site.sleep(dice.between(0, 4_000));
        return this.cancel(view);
      case 'shortened':
        await site.until(duringMs);
        return this.change(view, { validTo: new Date(site.time.nowMs + dice.between(30, 600) * 1_000) });
      case 'extended':
        await site.until(duringMs);
        return this.change(view, { validTo: new Date(validToMs + dice.between(5, 60) * MINUTE_MS) });
      case 'moved': {
        await site.until(beforeMs);
        const byMs = dice.between(-20, 40) * MINUTE_MS;
        return this.change(view, { validFrom: new Date(validFromMs + byMs), validTo: new Date(validToMs + byMs) });
      }
      case 'other-level':
        await site.until(dice.isLucky(0.5) ? beforeMs : duringMs);
        return this.change(view, { accessLevelIds: plan.levelIds.includes('1') ? ['2'] : ['1'] });
      case 'new-photo':
        await site.until(dice.isLucky(0.5) ? beforeMs : duringMs);
        return this.sendPhoto(view);
      case 'checked-out-by-hand': {
        await site.until(duringMs);
        site.checker.book.willCheckIn(view.id);
        await site.api.checkIn(view.id);
        const told = await this.said(() => site.api.checkOut(view.id));
        site.story.tell(`visit ${this.name(view)} checked out by hand: ${told.kind}`);
        return;
      }
      default:
    }
  }

  name({ id }: VisitView): string {
    return `#${this.plan.number} ${id.slice(-4)}`;
  }

  private async announce(): Promise<VisitView | null> {
    const { site, plan } = this;
    const { guestNumber, number } = plan;
    const purpose = `visit ${number}`;
    for (;;) {
      const told = await site.api.announce({
        kind: 'guest',
        guest: { fullName: `Guest Number${guestNumber}`, identityNumber: `ID${guestNumber}` },
        host: HOST,
        purpose,
        validFrom: new Date(plan.validFromMs),
        validTo: new Date(plan.validToMs),
        accessLevelIds: plan.levelIds,
        exitPolicy: plan.exitPolicy,
      });
      if (told.kind === 'answer') return told.value;
      if (told.kind === 'refused') {
        site.story.tell(`visit #${number} refused: ${told.code}`);
        return null;
      }
      // Nobody answered: it may have been written down, and saying it again would be a second visit.
      await site.sleep(ONE_MORE_TRY_MS);
      const known = (await this.everyVisit()).find((view) => view.purpose === purpose);
      if (known !== undefined) return known;
    }
  }

  private async everyVisit(): Promise<readonly VisitView[]> {
    for (;;) {
      const views = await this.site.api.visits();
      if (views !== null) return views;
      await this.site.sleep(ONE_MORE_TRY_MS);
    }
  }

  private async sendPhoto(view: VisitView): Promise<void> {
    const number = this.plan.guestNumber * 1_000 + this.plan.number * 10 + this.photos++;
    const told = await this.site.api.putPhoto(view.id, faceNumber(number));
    this.site.story.tell(`photo of ${this.name(view)}: ${told.kind === 'refused' ? told.code : told.kind}`);
  }

  /** As an impatient finger says it: at times twice. */
  private async said(verb: () => Promise<Told<VisitView>>): Promise<Told<VisitView>> {
    if (!this.dice.isLucky(SAID_TWICE)) return verb();
    const [first, second] = await Promise.all([verb(), verb()]);
    if (first.kind === 'answer' && second.kind === 'answer' && first.value.version !== second.value.version) {
      const text = `${first.value.version} and ${second.value.version}`;
      this.site.checker.violate('I24', `one command said twice made two versions of ${first.value.id}: ${text}`);
    }
    return first.kind === 'answer' ? first : second;
  }

  private async cancel(view: VisitView): Promise<void> {
    const told = await this.said(() => this.site.api.cancel(view.id));
    this.site.story.tell(`visit ${this.name(view)} cancelled: ${told.kind === 'refused' ? told.code : told.kind}`);
  }

  private async change(view: VisitView, change: Parameters<SimulatedSite['api']['change']>[1]): Promise<void> {
    const told = await this.said(() => this.site.api.change(view.id, change));
    const what = Object.entries(change).map(
      ([name, value]) => `${name} ${value instanceof Date ? clock(value) : String(value)}`,
    );
    this.site.story.tell(
      `visit ${this.name(view)} changed: ${what.join(', ')}: ${told.kind === 'refused' ? told.code : told.kind}`,
    );
  }
}

function clock(at: Date): string {
  return at.toISOString().slice(11, 19);
}
