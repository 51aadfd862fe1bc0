import { type DeviceOutcome } from '../client/device-call.js';
import { type DeviceClient } from '../client/device-client.js';
import { walkPages } from '../client/walk-pages.js';
import { type DeviceProfile } from '../mapping/device-persons.js';
import { type DevicePerson } from '../operations/device-guests.js';
import { searchPersons } from '../operations/person-calls.js';
import { GatewayError } from '../../gateway.errors.js';

/** null: the device said that it has nobody with this code. A person who is there and cannot be read is not nobody. */
export async function findPerson(
  client: DeviceClient,
  profile: DeviceProfile,
  personCode: string,
): Promise<DeviceOutcome<DevicePerson | null>> {
  const outcome = await walkPages(client, {
    pageSize: 1,
    maxItems: 1,
    page: (paging) => searchPersons(paging, profile, personCode),
  });
  if (outcome.kind !== 'done') return outcome;
  const { items, missingCount } = outcome.value;
  // Firmware that does not know the filter answers with others.
  const found = items.find((person) => person.personCode === personCode) ?? null;
  if (found !== null || (items.length === 0 && missingCount === 0)) return { ...outcome, value: found };
  const error = new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'the device answered with somebody else');
  return { kind: 'unknown', error, deadlineAt: client.clock.now() };
}
