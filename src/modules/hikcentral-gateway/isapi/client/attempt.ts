import { GatewayError } from '../../gateway.errors.js';
import { type DeviceCall, type DeviceOutcome } from './device-call.js';
import { type DeviceClient } from './device-client.js';

/** Makes the call and sends it; one that no device would take, such as a picture that is none, is not sent. */
export async function attempt<T>(
  client: Pick<DeviceClient, 'send'>,
  make: () => DeviceCall<T>,
): Promise<DeviceOutcome<T>> {
  let call: DeviceCall<T>;
  try {
    call = make();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { kind: 'not-sent', error };
  }
  return client.send(call);
}
