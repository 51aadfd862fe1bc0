import { type Scheduler } from '../../runtime/time.js';
import { type DeviceEvents, MAJOR_EVENT, MINORS } from './events.js';

export const DOOR_COMMANDS = ['open', 'close', 'alwaysOpen', 'alwaysClose', 'resume'] as const;
export type DoorCommand = (typeof DOOR_COMMANDS)[number];

export type DoorMode = 'normal' | 'alwaysOpen' | 'alwaysClose';

interface Door {
  mode: DoorMode;
  isUnlocked: boolean;
  cancelRelock: () => void;
}

export interface DoorState {
  readonly doorNo: number;
  readonly mode: DoorMode;
  readonly isUnlocked: boolean;
}

/** The locks of a device, numbered from 1. */
export class Doors {
  private readonly doors: readonly Door[];

  constructor(
    count: number,
    private readonly openMs: number,
    private readonly events: DeviceEvents,
    private readonly scheduler: Scheduler,
  ) {
    this.doors = Array.from({ length: count }, () => ({ mode: 'normal', isUnlocked: false, cancelRelock: nothing }));
  }

  has(doorNo: number): boolean {
    return this.doors[doorNo - 1] !== undefined;
  }

  states(): DoorState[] {
    return this.doors.map(({ mode, isUnlocked }, index) => ({ doorNo: index + 1, mode, isUnlocked }));
  }

  isAlwaysClosed(doorNo: number): boolean {
    return this.get(doorNo).mode === 'alwaysClose';
  }

  /** A remote command; every one that moves the lock is an event. */
  command(doorNo: number, command: DoorCommand): void {
    const door = this.get(doorNo);
    if (command === 'open') {
      this.events.record({ major: MAJOR_EVENT, minor: MINORS.unlocked, doorNo });
      this.unlockForAWhile(doorNo);
      return;
    }
    if (command === 'alwaysOpen' || command === 'alwaysClose') door.mode = command;
    else door.mode = 'normal';
    door.cancelRelock();
    const isUnlocked = door.mode === 'alwaysOpen';
    if (isUnlocked === door.isUnlocked) return;
    door.isUnlocked = isUnlocked;
    this.events.record({ major: MAJOR_EVENT, minor: isUnlocked ? MINORS.unlocked : MINORS.locked, doorNo });
  }

  /** Somebody was granted: no event of its own, the passage is one. */
  unlockForAWhile(doorNo: number): void {
    const door = this.get(doorNo);
    if (door.mode === 'alwaysOpen') return;
    door.cancelRelock();
    door.isUnlocked = true;
    door.cancelRelock = this.scheduler.after(this.openMs, () => {
      door.isUnlocked = door.mode === 'alwaysOpen';
    });
  }

  private get(doorNo: number): Door {
    const door = this.doors[doorNo - 1];
    if (door === undefined) throw new RangeError(`no door ${doorNo}`);
    return door;
  }
}

function nothing(): void {
  return undefined;
}
