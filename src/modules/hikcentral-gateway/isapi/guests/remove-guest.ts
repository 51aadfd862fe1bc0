import { GatewayError } from '../../gateway.errors.js';
import { attempt } from '../client/attempt.js';
import { type DeviceOutcome } from '../client/device-call.js';
import { type DeviceClient } from '../client/device-client.js';
import { type DeviceProfile } from '../mapping/device-persons.js';
import { removeFace } from '../operations/face-calls.js';
import { readRemoval, removePerson, removePersonWhole } from '../operations/person-calls.js';
import { findPerson } from './find-person.js';
import { inDoubt, stillSo } from './in-doubt.js';

const ASK_EVERY_MS = 500;
/** Our rule: devices were seen to take a second. */
const REMOVAL_DEADLINE_MS = 30_000;

/** Whatever the answers were: gone is whom the device does not find any more. */
export async function removeGuest(
  client: DeviceClient,
  profile: DeviceProfile,
  personCode: string,
): Promise<DeviceOutcome<void>> {
  const removed = await remove(client, personCode);
  if (removed.kind === 'not-sent') return removed;
  const found = await findPerson(client, profile, personCode);
  if (found.kind !== 'done') return inDoubt(found, client.clock);
  if (found.value === null) return { ...found, value: undefined };
  return removed.kind === 'done' ? stillSo(client.clock) : removed;
}

async function remove(client: DeviceClient, personCode: string): Promise<DeviceOutcome<void>> {
  const whole = await attempt(client, () => removePersonWhole(personCode));
  if (whole.kind === 'done') return removalEnd(client);
  if (whole.kind !== 'refused' || whole.error.code !== 'GATEWAY.UNSUPPORTED') return whole;
  const face = await attempt(client, () => removeFace(personCode));
  const hasNoFaces = face.kind === 'refused' && face.error.code === 'GATEWAY.UNSUPPORTED';
  return face.kind === 'done' || hasNoFaces ? attempt(client, () => removePerson(personCode)) : face;
}

async function removalEnd(client: DeviceClient): Promise<DeviceOutcome<void>> {
  const untilMs = client.clock.monotonicMs() + REMOVAL_DEADLINE_MS;
  for (;;) {
    const progress = await client.send(readRemoval());
    if (progress.kind !== 'done') return inDoubt(progress, client.clock);
    if (progress.value === 'done') return { ...progress, value: undefined };
    if (progress.value === 'failed') {
      const error = new GatewayError('GATEWAY.BUSY', 'the device gave a removal up');
      return { kind: 'refused', error, answeredAt: progress.answeredAt };
    }
    if (client.clock.monotonicMs() + ASK_EVERY_MS > untilMs) {
      const error = new GatewayError('GATEWAY.TIMEOUT', 'the device has not ended a removal in time');
      return { kind: 'unknown', error, deadlineAt: client.clock.now() };
    }
    await client.clock.sleep(ASK_EVERY_MS);
  }
}
