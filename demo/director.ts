import { type Simulator } from '../simulator/index.js';
import { type ApiClient, type VisitRow } from './api-client.js';
import { DAY, NO_SHOW_ENDS_AFTER_S, VISIT_ENDS_AFTER_S, type DemoGuest } from './day.js';
import { drawFace } from './draw-face.js';

/** Readers of the simulator's perimeter. */
const ENTRANCE_READER = '1';
const EXIT_READER = '3';
const ADD_PERSON = '/api/resource/v1/person/single/add';

export interface Actor {
  readonly guest: DemoGuest;
  readonly visitId: string;
  note: string;
  hasArrived: boolean;
  hasLeft: boolean;
}

/** Makes the day happen: announces over the public API, walks on the simulator, and asks the desk to act. */
export class Director {
  readonly actors: Actor[] = [];
  private startedAtMs = 0;

  constructor(
    private readonly api: ApiClient,
    private readonly simulator: Simulator,
  ) {}

  secondsOfDay(): number {
    return (Date.now() - this.startedAtMs) / 1_000;
  }

  async announceEverybody(): Promise<void> {
    this.startedAtMs = Date.now();
    // HikCentral finds no face in this one picture: the next person it is sent is refused, so this guest goes first.
    const refusedFirst = [...DAY].sort(
      (a, b) => Number(b.story === 'photo-refused') - Number(a.story === 'photo-refused'),
    );
    for (const [index, guest] of refusedFirst.entries()) await this.announce(guest, index);
  }

  /** Lets everything happen that is due by now. */
  async play(visits: ReadonlyMap<string, VisitRow>): Promise<void> {
    const now = this.secondsOfDay();
    for (const actor of this.actors) {
      const visit = visits.get(actor.visitId);
      if (visit) await this.playOne(actor, visit, now);
    }
  }

  private async announce(guest: DemoGuest, index: number): Promise<void> {
    if (guest.story === 'photo-refused') {
      this.simulator.control.faults.add({ kind: 'refuse', path: ADD_PERSON, times: 1, code: '2' });
    }
    const endsAfterS = guest.story === 'no-show' ? NO_SHOW_ENDS_AFTER_S : VISIT_ENDS_AFTER_S;
    const visit = await this.api.announce({
      kind: 'guest',
      guest: { fullName: guest.fullName, company: guest.company },
      host: { name: guest.host, email: 'host@example.com' },
      purpose: 'Demo day',
      validFrom: new Date(this.startedAtMs).toISOString(),
      validTo: new Date(this.startedAtMs + endsAfterS * 1_000).toISOString(),
    });
    this.actors.push({ guest, visitId: visit.id, note: 'announced', hasArrived: false, hasLeft: false });
    await this.api.putPhoto(visit.id, await drawFace(index));
    if (guest.story === 'photo-refused') await this.untilRefused(visit.id);
  }

  private async untilRefused(visitId: string): Promise<void> {
    while (this.secondsOfDay() < VISIT_ENDS_AFTER_S) {
      const visit = (await this.api.visits()).find(({ id }) => id === visitId);
      if (visit?.access.status === 'failed') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the guest whose picture HikCentral refuses was never marked as failed');
  }

  private async playOne(actor: Actor, visit: VisitRow, now: number): Promise<void> {
    const { guest } = actor;
    if (guest.story === 'cancelled' && visit.access.status === 'granted' && visit.status === 'expected') {
      await this.api.cancel(visit.id);
      actor.note = 'the host cancelled';
    }
    if (!actor.hasArrived && guest.arrivesAfterS !== null && now >= guest.arrivesAfterS) {
      actor.hasArrived = this.walk(actor, visit, ENTRANCE_READER, 'came in by the main entrance');
    }
    if (actor.hasArrived && !actor.hasLeft && guest.leavesAfterS !== null && now >= guest.leavesAfterS) {
      actor.hasLeft = visit.status === 'checked_in' && (await this.leave(actor, visit));
    }
  }

  private async leave(actor: Actor, visit: VisitRow): Promise<boolean> {
    if (actor.guest.story !== 'checked-out-by-hand')
      return this.walk(actor, visit, EXIT_READER, 'went out by the exit');
    await this.api.checkOut(visit.id);
    actor.note = 'checked out by the desk, still inside';
    return true;
  }

  /** @returns whether the door opened; a guest before a closed door tries again */
  private walk(actor: Actor, visit: VisitRow, readerIndexCode: string, note: string): boolean {
    const { personCode } = visit.access;
    if (personCode === null || visit.access.status !== 'granted') return false;
    const { isGranted } = this.simulator.control.walk({ personCode, readerIndexCode });
    actor.note = isGranted ? note : 'the door stayed closed';
    return isGranted;
  }
}
