import { type DeviceCapacity, type DeviceModel, type IsapiDeviceOptions } from './options.js';
import { systemClock, systemScheduler } from '../runtime/time.js';

interface ModelFacts {
  readonly modelName: string;
  readonly firmwareVersion: string;
  readonly firmwareReleasedDate: string;
  readonly deviceName: string;
  readonly serialNumber: string;
  readonly macAddress: string;
  readonly doorCount: number;
  readonly readersPerDoor: number;
  readonly hasFaces: boolean;
}

const MODELS: Readonly<Record<DeviceModel, ModelFacts>> = {
  'face-terminal': {
    modelName: 'DS-K1T671M',
    firmwareVersion: 'V3.2.0',
    firmwareReleasedDate: 'build 250101',
    deviceName: 'Lobby terminal',
    serialNumber: 'DS-K1T671M20250101V030200ENA1234567',
    macAddress: '02:00:00:00:00:01',
    doorCount: 1,
    readersPerDoor: 1,
    hasFaces: true,
  },
  'door-controller': {
    modelName: 'DS-K2604',
    firmwareVersion: 'V2.2.0',
    firmwareReleasedDate: 'build 240601',
    deviceName: 'Service controller',
    serialNumber: 'DS-K260420240601V020200ENB7654321',
    macAddress: '02:00:00:00:00:02',
    doorCount: 4,
    readersPerDoor: 2,
    hasFaces: false,
  },
};

const DEFAULTS = {
  port: 0,
  host: '127.0.0.1',
  username: 'admin',
  password: 'simulator0isapi',
  timeZone: 'CST-5:00:00',
  digestAlgorithms: ['MD5', 'SHA-256'],
  maxConcurrentCalls: 2,
  latencyMs: 0,
  errorStatus: 'byClass',
  xmlNamespace: 'isapi',
  maxNameBytes: 128,
  pageSize: 30,
  pastTheEnd: 'noMatch',
  disabledValidity: 'permanent',
  acceptsFacePost: true,
  deletionMs: 1000,
  openMs: 5000,
  doorPassword: null,
  maxStreams: 2,
  heartbeatMs: 10_000,
  heartbeatEvent: 'videoloss',
  streamForm: 'json',
  streamPictures: true,
  maxHosts: 2,
  postForm: 'json',
  multipartName: 'event_log',
  postsBeyondLoopback: false,
} as const satisfies Partial<IsapiDeviceOptions>;

type Settled = Omit<Required<IsapiDeviceOptions>, 'capacity' | 'posting'>;

/** What a device is, every choice made. */
export interface DeviceProfile extends Settled, ModelFacts {
  readonly capacity: DeviceCapacity;
  readonly posting: { readonly tries: number; readonly retryMs: number; readonly timeoutMs: number };
}

export function profileOf(options: IsapiDeviceOptions): DeviceProfile {
  const model = options.model ?? 'face-terminal';
  return {
    ...DEFAULTS,
    ...MODELS[model],
    clock: systemClock,
    scheduler: systemScheduler,
    ...options,
    model,
    capacity: { persons: 3000, cards: 3000, faces: 3000, events: 100_000, ...options.capacity },
    posting: { tries: 3, retryMs: 5000, timeoutMs: 5000, ...options.posting },
  };
}
