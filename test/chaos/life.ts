import { Dice } from '../simulation/world/dice.js';
import { ENTRANCE_READER, EXIT_READER } from '../support/vestibule.js';
import { waitFor } from '../support/wait-for.js';
import { Client } from './client.js';
import { DOORS_OF_LEVEL, type Guest } from './guest.js';
import { type Phase, type Round } from './round.js';
import { type Site } from './site.js';
import { Strike } from './strike.js';

/** Goes on as long as the life does: no part of what a guest costs. */
export const READS_PASSAGES = '/api/acs/v1/door/events';

const QUIET_MS = 2_000;
/** What a process does of its own accord at its start has no order: the call may come after a quiet moment. */
const CALL_WITHIN_MS = 15_000;
const QUIET_WITHIN_MS = 180_000;

export interface Lived {
  readonly isHit: boolean;
  readonly rightAfterMs: number | null;
  readonly faults: readonly string[];
}

/** One guest from announcement to "revoked", with a blow somewhere in between. */
export class Life {
  readonly client: Client;
  private readonly faults: string[] = [];
  private readonly dice: Dice;
  private strike: Strike | null = null;
  private isHit = false;
  private rightAfterMs: number | null = null;

  /** @param onPhase is told when one begins */
  constructor(
    private readonly site: Site,
    private readonly guest: Guest,
    private readonly round: Round,
    seed: number,
    private readonly onPhase: (phase: Phase) => void = () => undefined,
  ) {
    this.client = new Client(site, guest);
    this.dice = new Dice(seed);
  }

  async live(): Promise<Lived> {
    if (!this.site.hasProcess)
      await this.pass(
        'start',
        () => this.start(),
        () => this.untilQuiet(),
      );
    if (this.round.heir !== 'restart') await this.prepareTwo();
    await this.pass(
      'giving',
      () => this.client.announce(),
      () => this.untilGivenOrEnded(),
    );
    if (this.round.ending === 'exit')
      await this.pass(
        'entry',
        () => this.walkIn(),
        () => this.untilInside(),
      );
    await this.pass(
      'ending',
      () => this.end(),
      () => this.untilRevoked(),
    );
    return { isHit: this.isHit, rightAfterMs: this.rightAfterMs, faults: [...this.faults, ...this.client.lies] };
  }

  /** @param goal what the phase is for; asked again after a blow, since it may have been reached before */
  private async pass(phase: Phase, act: () => Promise<void>, goal: () => Promise<void>): Promise<void> {
    this.site.story.add(`phase: ${phase}`);
    this.onPhase(phase);
    const { blow, heir, ending } = this.round;
    if (blow?.point.phase !== phase) {
      await act();
      return goal();
    }
    const beforeBlow = ending === 'cancel-meanwhile' ? () => this.client.cancel() : undefined;
    const strike = new Strike(this.site, blow, heir, this.dice, beforeBlow);
    this.strike = strike;
    const reached = async (): Promise<void> => {
      await act();
      await goal();
      if (phase === 'start') await strike.untilCaught(CALL_WITHIN_MS);
      strike.giveUp();
    };
    [this.isHit] = await Promise.all([strike.land(), reached()]);
    await goal();
    if (strike.heirBeganAtMs !== null) this.rightAfterMs = performance.now() - strike.heirBeganAtMs;
    this.faults.push(...(await strike.wake()));
  }

  private async prepareTwo(): Promise<void> {
    await this.site.fillSeats();
    await this.site.speakToStandby();
  }

  private async start(): Promise<void> {
    await this.site.addProcess();
    if (this.round.heir !== 'restart') await this.site.addProcess();
  }

  private walkIn(): Promise<void> {
    this.checkPerson();
    this.walk(ENTRANCE_READER);
    return Promise.resolve();
  }

  private end(): Promise<void> {
    if (this.round.ending === 'exit') this.walk(EXIT_READER);
    else return this.isCancelled() ? Promise.resolve() : this.client.cancel();
    return Promise.resolve();
  }

  /** The host of a `cancel-meanwhile` has cancelled already, unless the call never came. */
  private isCancelled(): boolean {
    return this.round.ending === 'cancel-meanwhile' && this.strike?.heirBeganAtMs != null;
  }

  private async untilGivenOrEnded(): Promise<void> {
    const { access } = await this.client.until(
      ({ access: { status } }) => status === 'granted' || (this.isCancelled() && status === 'revoked'),
      'access',
    );
    const held = this.guest.held();
    const isOpen = DOORS_OF_LEVEL.every((door) => held.doors.includes(door));
    if (access.status === 'granted' && !this.isCancelled() && !isOpen) this.faults.push('granted, and a door is shut');
  }

  private async untilInside(): Promise<void> {
    await this.client.until(({ status }) => status === 'checked_in', 'check-in');
  }

  private async untilRevoked(): Promise<void> {
    const status = this.round.ending === 'exit' ? 'checked_out' : 'cancelled';
    await this.client.until((visit) => visit.status === status && visit.access.status === 'revoked', 'revocation');
  }

  /** HikCentral itself ends access when everything of ours is dead. */
  private checkPerson(): void {
    const [person] = this.guest.persons();
    const validToMs = this.client.validTo.getTime();
    if (person === undefined || person.endTimeMs > validToMs) this.faults.push('the person outlasts the visit');
  }

  private walk(readerIndexCode: string): void {
    const [person] = this.guest.persons();
    const walk = this.site.simulator.control.walk({ personCode: person?.personCode ?? '', readerIndexCode });
    this.site.story.add(`walk at reader ${readerIndexCode}: ${walk.isGranted ? 'granted' : 'denied'}`);
    if (!walk.isGranted) this.faults.push(`reader ${readerIndexCode} did not let the guest pass`);
  }

  private async untilQuiet(): Promise<void> {
    const { control } = this.site.simulator;
    await waitFor(
      () => {
        const last = control.arrivals().findLast(({ path }) => !path.endsWith(READS_PASSAGES));
        return last !== undefined && Date.now() - last.atMs > QUIET_MS;
      },
      'a quiet moment',
      QUIET_WITHIN_MS,
    );
  }
}
