import { type Validity } from '../../operations/persons.js';

/** A guest as one device is to know them. */
export interface DeviceGuest {
  /** 1–32 letters and digits. */
  readonly personCode: string;
  /** Cut to what the device can hold. */
  readonly fullName: string;
  readonly validity: Validity;
  /** Doors of this device, from 1; without any the device knows the guest and refuses them. */
  readonly doorNos: readonly number[];
}

/** A person as a device has them. */
export interface DevicePerson {
  readonly personCode: string;
  readonly name: string;
  /** null: the device checks no times, so it lets them in always (access control guide). */
  readonly validity: Validity | null;
  readonly doorNos: readonly number[];
  /** null when the device does not say. */
  readonly faceCount: number | null;
  readonly cardCount: number | null;
}
