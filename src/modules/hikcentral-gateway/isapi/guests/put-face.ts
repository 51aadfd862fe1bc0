import { attempt } from '../client/attempt.js';
import { type DeviceOutcome } from '../client/device-call.js';
import { type DeviceClient } from '../client/device-client.js';
import { type DeviceFace, type FaceRoad, sendFace } from '../operations/face-calls.js';

/** What comes after a road that turned out closed, for what reason. */
const NEXT: Readonly<Record<FaceRoad, Partial<Record<'missing' | 'exists', FaceRoad>>>> = {
  put: { missing: 'add' },
  add: { missing: 'put', exists: 'replace' },
  replace: {},
};

/** Brings faces to one device by the road its firmware has: found once, remembered. */
export class FaceCarrier {
  private road: FaceRoad = 'put';

  constructor(private readonly client: Pick<DeviceClient, 'send' | 'random'>) {}

  async put(face: DeviceFace): Promise<DeviceOutcome<void>> {
    const outcome = await this.storing(this.road, face);
    const next = nextRoad(this.road, outcome);
    if (next === null) return outcome;
    const other = await this.storing(next, face);
    if (next !== 'replace' && !isMissing(other)) this.road = next;
    const last = nextRoad(next, other);
    return last === 'replace' ? this.storing(last, face) : other;
  }

  /** A device that could not store the picture may be able to the second time (seen in the field). */
  private async storing(road: FaceRoad, face: DeviceFace): Promise<DeviceOutcome<void>> {
    const send = (): Promise<DeviceOutcome<void>> =>
      attempt(this.client, () => sendFace(road, face, this.client.random));
    const outcome = await send();
    return faultOf(outcome) === 'picture-not-stored' ? send() : outcome;
  }
}

function nextRoad(road: FaceRoad, outcome: DeviceOutcome<void>): FaceRoad | null {
  if (isMissing(outcome)) return NEXT[road].missing ?? null;
  const exists = outcome.kind === 'refused' && outcome.error.code === 'GATEWAY.CONFLICT';
  return exists ? (NEXT[road].exists ?? null) : null;
}

/** The firmware does not have this road; a library that is missing is missing on every road. */
function isMissing(outcome: DeviceOutcome<void>): boolean {
  const isUnsupported = outcome.kind === 'refused' && outcome.error.code === 'GATEWAY.UNSUPPORTED';
  return isUnsupported && faultOf(outcome) !== 'face-library-missing';
}

function faultOf(outcome: DeviceOutcome<void>): unknown {
  return outcome.kind === 'refused' ? outcome.error.context['fault'] : null;
}
