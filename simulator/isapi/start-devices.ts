import { type IsapiDeviceOptions } from './options.js';
import { type IsapiDevice, startIsapiDevice } from './start-isapi-device.js';

/** One of each, on two ports in a row; 0 takes any free ones. */
export function oneOfEach(firstPort: number): IsapiDeviceOptions[] {
  return [
    { model: 'face-terminal', port: firstPort },
    { model: 'door-controller', port: firstPort === 0 ? 0 : firstPort + 1 },
  ];
}

/**
 * All of them or none.
 * @throws Error when a port is taken
 */
export async function startDevices(wanted: readonly IsapiDeviceOptions[]): Promise<IsapiDevice[]> {
  const started: IsapiDevice[] = [];
  try {
    for (const options of wanted) started.push(await startIsapiDevice(options));
    return started;
  } catch (error) {
    await closeDevices(started);
    throw error;
  }
}

export async function closeDevices(devices: readonly IsapiDevice[]): Promise<void> {
  await Promise.all(devices.map((device) => device.close()));
}
