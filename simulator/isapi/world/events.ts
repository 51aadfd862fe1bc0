export const MAJOR_EVENT = 5;

export const MINORS = {
  cardGranted: 1,
  noPermission: 6,
  outsidePeriod: 7,
  cardExpired: 8,
  noSuchCard: 9,
  unlocked: 21,
  locked: 22,
  faceGranted: 75,
  faceFailed: 76,
  onBlockList: 113,
} as const;

export interface EventDetails {
  readonly major: number;
  readonly minor: number;
  readonly employeeNo?: string;
  readonly name?: string;
  readonly userType?: string;
  readonly cardNo?: string;
  readonly cardReaderNo?: number;
  readonly doorNo?: number;
  readonly verifyMode?: string;
  readonly picture?: Buffer;
}

export interface DeviceEvent extends EventDetails {
  /** Rises by one for each event of this device, over reboots too. */
  readonly serialNo: number;
  /** The serial number before this one; 0 for the first event. */
  readonly frontSerialNo: number;
  /** By the device's own clock. */
  readonly atMs: number;
}

export type EventListener = (event: DeviceEvent) => void;

/** What a device remembers of its door. The oldest is dropped when there is no more room. */
export class DeviceEvents {
  private entries: DeviceEvent[] = [];
  private lastSerialNo = 0;
  private readonly listeners: EventListener[] = [];

  constructor(
    private readonly nowMs: () => number,
    private readonly capacity: () => number,
  ) {}

  record(details: EventDetails): DeviceEvent {
    const frontSerialNo = this.lastSerialNo;
    this.lastSerialNo += 1;
    const event = { ...details, serialNo: this.lastSerialNo, frontSerialNo, atMs: this.nowMs() };
    this.entries.push(event);
    const excess = this.entries.length - this.capacity();
    if (excess > 0) this.entries = this.entries.slice(excess);
    for (const listener of this.listeners) listener(event);
    return event;
  }

  all(): readonly DeviceEvent[] {
    return this.entries;
  }

  bySerialNo(serialNo: number): DeviceEvent | undefined {
    return this.entries.find((event) => event.serialNo === serialNo);
  }

  onRecord(listener: EventListener): void {
    this.listeners.push(listener);
  }
}
