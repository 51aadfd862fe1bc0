import { type DeviceProfile } from '../profile.js';
import { readValidityTime } from './validity-time.js';
import { type DeviceClock } from './device-clock.js';
import { type Doors } from './doors.js';
import { type DeviceEvents, MAJOR_EVENT, MINORS } from './events.js';
import { type DevicePerson } from './person.js';
import { type Roster } from './roster.js';

/** Who stands there: a face by its person's number, a stranger's face, or a card. */
export type DeviceWalker =
  | { readonly employeeNo: string; readonly picture?: Buffer }
  | { readonly unknownFace: true; readonly picture?: Buffer }
  | { readonly cardNo: string };

/** Default door 1 and its first reader. */
export interface DevicePlace {
  readonly doorNo?: number;
  readonly cardReaderNo?: number;
}

export interface DeviceWalkResult {
  readonly isGranted: boolean;
  readonly major: number;
  readonly minor: number;
  readonly serialNo: number;
}

export interface PassageParts {
  readonly profile: DeviceProfile;
  readonly roster: Roster;
  readonly events: DeviceEvents;
  readonly doors: Doors;
  readonly clock: DeviceClock;
}

interface Presented {
  readonly method: 'face' | 'card';
  readonly person: DevicePerson | undefined;
  readonly cardNo?: string;
  readonly picture?: Buffer;
}

/** A terminal decides alone, from what it holds and from its own clock. */
export class Passages {
  constructor(private readonly parts: PassageParts) {}

  /** @throws RangeError for a door or reader that is not there, or a face at a device without a camera */
  walk(walker: DeviceWalker, place: DevicePlace): DeviceWalkResult {
    const { doorNo, cardReaderNo } = this.locate(place);
    const presented = this.present(walker);
    const { isGranted, minor } = this.decide(presented, doorNo);
    const { person, cardNo, picture } = presented;
    const { serialNo } = this.parts.events.record({
      major: MAJOR_EVENT,
      minor,
      doorNo,
      cardReaderNo,
      verifyMode: presented.method,
      ...(person !== undefined && { employeeNo: person.employeeNo, name: person.name, userType: person.userType }),
      ...(cardNo !== undefined && { cardNo }),
      ...(picture !== undefined && { picture }),
    });
    if (isGranted) this.parts.doors.unlockForAWhile(doorNo);
    return { isGranted, major: MAJOR_EVENT, minor, serialNo };
  }

  private locate({ doorNo, cardReaderNo }: DevicePlace): { doorNo: number; cardReaderNo: number } {
    const { readersPerDoor } = this.parts.profile;
    const door = doorNo ?? (cardReaderNo === undefined ? 1 : Math.ceil(cardReaderNo / readersPerDoor));
    const reader = cardReaderNo ?? (door - 1) * readersPerDoor + 1;
    if (!this.parts.doors.has(door)) throw new RangeError(`no door ${door}`);
    if (Math.ceil(reader / readersPerDoor) !== door) throw new RangeError(`no reader ${reader} at door ${door}`);
    return { doorNo: door, cardReaderNo: reader };
  }

  private present(walker: DeviceWalker): Presented {
    const { roster, profile } = this.parts;
    if ('cardNo' in walker) {
      const card = roster.card(walker.cardNo);
      const person = card === undefined ? undefined : roster.person(card.employeeNo);
      return { method: 'card', person, cardNo: walker.cardNo };
    }
    if (!profile.hasFaces) throw new RangeError(`${profile.modelName} has no camera`);
    const face = 'employeeNo' in walker ? roster.face(walker.employeeNo) : undefined;
    const picture = walker.picture ?? face;
    const person = 'employeeNo' in walker && face !== undefined ? roster.person(walker.employeeNo) : undefined;
    return { method: 'face', person, ...(picture !== undefined && { picture }) };
  }

  private decide({ method, person }: Presented, doorNo: number): { isGranted: boolean; minor: number } {
    const isFace = method === 'face';
    const denied = (minor: number): { isGranted: boolean; minor: number } => ({ isGranted: false, minor });
    if (person === undefined) return denied(isFace ? MINORS.faceFailed : MINORS.noSuchCard);
    if (person.userType === 'blackList' || person.userType === 'blockList') return denied(MINORS.onBlockList);
    if (!this.isInPeriod(person)) return denied(isFace ? MINORS.outsidePeriod : MINORS.cardExpired);
    if (!this.mayPass(person, doorNo) || !allows(person.verifyMode, method)) return denied(MINORS.noPermission);
    return { isGranted: true, minor: isFace ? MINORS.faceGranted : MINORS.cardGranted };
  }

  private isInPeriod({ validity }: DevicePerson): boolean {
    if (!validity.isEnabled) return this.parts.profile.disabledValidity === 'permanent';
    const { clock } = this.parts;
    const toMs = (text: string): number => readValidityTime(text, validity.timeType, clock) ?? Number.NaN;
    return toMs(validity.beginTime) <= clock.nowMs() && clock.nowMs() < toMs(validity.endTime);
  }

  /** Both are needed: a right to the door, and a plan that says when. The only plan is all day. */
  private mayPass({ doorRight, rightPlan }: DevicePerson, doorNo: number): boolean {
    const hasPlan = rightPlan.some((plan) => plan.doorNo === doorNo);
    return doorRight.includes(doorNo) && hasPlan && !this.parts.doors.isAlwaysClosed(doorNo);
  }
}

function allows(verifyMode: DevicePerson['verifyMode'], method: 'face' | 'card'): boolean {
  if (verifyMode === '') return true;
  // Two factors at once: a walk shows one.
  if (verifyMode === 'faceAndCard') return false;
  return verifyMode.toLowerCase().includes(method);
}
