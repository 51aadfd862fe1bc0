import { type AddressInfo } from 'node:net';
import { TrackedScheduler } from '../runtime/time.js';
import { Availability } from '../server/availability.js';
import { DigestGate } from './auth/digest-gate.js';
import { IsapiDeviceControl } from './control/device-control.js';
import { DeviceFaults } from './control/device-faults.js';
import { Device } from './device.js';
import { type IsapiDeviceOptions } from './options.js';
import { profileOf } from './profile.js';
import { AlertStreams } from './push/alert-streams.js';
import { EventPoster } from './push/event-poster.js';
import { CallHistory } from './server/call-history.js';
import { DeviceServer } from './server/device-server.js';

export interface IsapiDevice {
  /** `http://127.0.0.1:<port>`, without `/ISAPI`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly username: string;
  /** The first one; `control.setPassword` changes it. */
  readonly password: string;
  readonly modelName: string;
  readonly serialNumber: string;
  readonly control: IsapiDeviceControl;
  /** Stops listening and posting, and cuts every connection. */
  close(): Promise<void>;
}

/**
 * Starts a terminal or a door controller of one's own.
 * @throws Error when the port is taken
 * @throws RangeError for a zone that is not POSIX
 */
export async function startIsapiDevice(options: IsapiDeviceOptions = {}): Promise<IsapiDevice> {
  const profile = profileOf(options);
  const { host, username, password, modelName, serialNumber } = profile;
  const scheduler = new TrackedScheduler(profile.scheduler);
  const trueNowMs = (): number => profile.clock.now().getTime();

  const device = new Device(profile, scheduler);
  const gate = new DigestGate(
    { realm: modelName, username, algorithms: profile.digestAlgorithms },
    password,
    trueNowMs,
  );
  const faults = new DeviceFaults();
  const history = new CallHistory(trueNowMs);
  const streams = new AlertStreams(device, scheduler);
  const poster: EventPoster = new EventPoster(device, scheduler, () => availability.downMode() === null);
  const address = { host, port: profile.port };
  const server = new DeviceServer({
    device,
    gate,
    faults,
    history,
    streams,
    poster,
    scheduler,
  });
  const availability = new Availability(server.http, address, scheduler);
  try {
    await availability.comeUp();
  } catch (error) {
    scheduler.cancelAll();
    throw error;
  }
  address.port = (server.http.address() as AddressInfo).port;
  device.authority = `${host.includes(':') ? `[${host}]` : host}:${address.port}`;

  return {
    baseUrl: `http://${device.authority}`,
    port: address.port,
    username,
    password,
    modelName,
    serialNumber,
    control: new IsapiDeviceControl({ device, gate, faults, history, streams, poster, availability }),
    close: async () => {
      scheduler.cancelAll();
      poster.stop();
      if (server.http.listening) await availability.goDown('refused');
    },
  };
}
