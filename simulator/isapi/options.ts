import { type Clock, type Scheduler } from '../runtime/time.js';
import { type DigestAlgorithm } from './auth/digest.js';
import { type XmlNamespace } from './protocol/xml-writer.js';

export type DeviceModel = 'face-terminal' | 'door-controller';
export type PostForm = 'json' | 'multipart' | 'xml';
export type MultipartName = 'event_log' | 'AccessControllerEvent';

export interface DeviceCapacity {
  readonly persons: number;
  readonly cards: number;
  readonly faces: number;
  /** The oldest event is dropped when one more comes. */
  readonly events: number;
}

export interface IsapiDeviceOptions {
  /** Default `face-terminal`: a DS-K1T671M, one door. `door-controller`: a DS-K2604, four doors, cards and no faces. */
  readonly model?: DeviceModel;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default `admin`. */
  readonly username?: string;
  /** Default `simulator0isapi`. */
  readonly password?: string;
  readonly deviceName?: string;
  readonly serialNumber?: string;
  readonly macAddress?: string;
  /** POSIX, its sign inverted: the default `CST-5:00:00` is UTC+5. No daylight saving. */
  readonly timeZone?: string;

  /** What a 401 offers, in this order. Default `['MD5', 'SHA-256']`. */
  readonly digestAlgorithms?: readonly DigestAlgorithm[];
  /** Default 2; one more is answered `deviceBusy`. Streams do not count. */
  readonly maxConcurrentCalls?: number;
  /** Default 0: how long the device thinks about every call. */
  readonly latencyMs?: number;
  /** `200`: errors under HTTP 200, as some firmware sends them. Default `byClass`. */
  readonly errorStatus?: 'byClass' | '200';
  readonly xmlNamespace?: XmlNamespace;

  /** Default 3000 persons, 3000 cards, 3000 faces, 100 000 events. */
  readonly capacity?: Partial<DeviceCapacity>;
  /** Default 128 bytes; some firmware has 32 or 64. */
  readonly maxNameBytes?: number;
  /** Default 30: longer pages are cut to this. */
  readonly pageSize?: number;
  /** What a position past the end of an event search gets. Default `noMatch`. */
  readonly pastTheEnd?: 'noMatch' | 'badParameters';
  /** What `Valid.enable: false` means at the door. Default `permanent`, as the ISAPI guide has it: always valid, not never. */
  readonly disabledValidity?: 'permanent' | 'refused';
  /** Default true; `false` refuses POST FaceDataRecord with `methodNotAllowed`. */
  readonly acceptsFacePost?: boolean;
  /** Default 1000: how long UserInfoDetail/Delete is `processing`. */
  readonly deletionMs?: number;
  /** Default 5000: how long a door stays unlocked. */
  readonly openMs?: number;
  /** Remote control asks for this `password`; null, the default, for none. */
  readonly doorPassword?: string | null;

  /** Default 2 parallel streams. */
  readonly maxStreams?: number;
  /** Default 10 000. */
  readonly heartbeatMs?: number;
  /** Default `videoloss`. */
  readonly heartbeatEvent?: 'videoloss' | 'heartBeat';
  /** Default `json`. */
  readonly streamForm?: 'json' | 'xml';
  /** Whether an event's part is followed by its picture. Default true. */
  readonly streamPictures?: boolean;

  /** Default 2 listening hosts. */
  readonly maxHosts?: number;
  /** How events are posted to a host that asks for JSON. Default `json`; one that asks for XML gets XML. */
  readonly postForm?: PostForm;
  /** Default `event_log`. */
  readonly multipartName?: MultipartName;
  /** Default 3 tries, 5000 ms apart, 5000 ms of patience for each. */
  readonly posting?: { readonly tries?: number; readonly retryMs?: number; readonly timeoutMs?: number };
  /** Default false: nothing is posted to an address that is not this machine's own. */
  readonly postsBeyondLoopback?: boolean;

  readonly clock?: Clock;
  readonly scheduler?: Scheduler;
}
