import { attempt } from '../client/attempt.js';
import { type DeviceOutcome } from '../client/device-call.js';
import { type DeviceClient } from '../client/device-client.js';
import { type DeviceProfile, isSameValidity } from '../mapping/device-persons.js';
import { endValidity, LONG_AGO } from '../operations/person-calls.js';
import { findPerson } from './find-person.js';
import { inDoubt, stillSo } from './in-doubt.js';

/** Read back as well. Somebody the device does not know is let nowhere either. */
export async function endAccess(
  client: DeviceClient,
  profile: DeviceProfile,
  personCode: string,
): Promise<DeviceOutcome<void>> {
  const disabled = await attempt(client, () => endValidity(personCode, profile));
  if (disabled.kind === 'not-sent') return disabled;
  const found = await findPerson(client, profile, personCode);
  if (found.kind !== 'done') return inDoubt(found, client.clock);
  const isLetIn = found.value !== null && !isSameValidity(LONG_AGO, found.value.validity, profile);
  if (!isLetIn) return { ...found, value: undefined };
  return disabled.kind === 'done' ? stillSo(client.clock) : disabled;
}
