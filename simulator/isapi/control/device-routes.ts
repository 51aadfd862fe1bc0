import { type FastifyInstance } from 'fastify';
import { type IsapiDevice } from '../start-isapi-device.js';
import { type EventDetails } from '../world/events.js';
import { type DeviceWalkRequest, type IsapiDeviceControl } from './device-control.js';
import { type DeviceFault } from './device-faults.js';
import {
  DEVICE_EVENT_BODY,
  DEVICE_FAULT_BODY,
  DEVICE_NETWORK_BODY,
  DEVICE_SETTINGS_BODY,
  DEVICE_WALK_BODY,
  type DeviceNetworkBody,
  type DeviceSettingsBody,
} from './device-schemas.js';

interface OfDevice {
  readonly Params: { readonly index: string };
}

class NoSuchDevice extends Error {}

/** The control API of the devices, `/control/devices`: unsigned, so it is registered on loopback addresses only. */
export async function registerDeviceControl(app: FastifyInstance, devices: readonly IsapiDevice[]): Promise<void> {
  await app.register(
    (scope, _options, done) => {
      scope.setErrorHandler((error, _request, reply) => {
        const { statusCode = 500, message } = error as { statusCode?: number; message: string };
        const status = error instanceof NoSuchDevice ? 404 : error instanceof RangeError ? 400 : statusCode;
        return reply.code(status).send({ error: message });
      });
      const at = (index: string): IsapiDeviceControl => find(devices, index).control;
      scope.get('/', () => devices.map(describe));
      addDoorRoutes(scope, at);
      addTroubleRoutes(scope, at);
      done();
    },
    { prefix: '/control/devices' },
  );
}

type At = (index: string) => IsapiDeviceControl;

function addDoorRoutes(scope: FastifyInstance, at: At): void {
  scope.get<OfDevice>('/:index/state', ({ params }) => at(params.index).snapshot());
  scope.get<OfDevice>('/:index/events', ({ params }) =>
    // A picture is for the digest's holder to fetch, not for a list.
    at(params.index)
      .events()
      .map(({ picture, ...event }) => ({ ...event, hasPicture: picture !== undefined })),
  );
  scope.get<OfDevice>('/:index/history', ({ params }) => ({
    calls: at(params.index).calls(),
    posts: at(params.index).posts(),
  }));
  scope.post<OfDevice & { Body: DeviceWalkRequest }>(
    '/:index/walk',
    { schema: { body: DEVICE_WALK_BODY } },
    ({ params, body }) => at(params.index).walk(body),
  );
  scope.post<OfDevice & { Body: EventDetails }>(
    '/:index/events',
    { schema: { body: DEVICE_EVENT_BODY } },
    ({ params, body }) => at(params.index).recordEvent(body),
  );
  scope.delete<{ Params: { index: string; employeeNo: string } }>(
    '/:index/persons/:employeeNo',
    ({ params }, reply) => {
      at(params.index).forgetPerson(params.employeeNo);
      return reply.code(204).send();
    },
  );
}

function addTroubleRoutes(scope: FastifyInstance, at: At): void {
  scope.get<OfDevice>('/:index/faults', ({ params }) => at(params.index).faults.list());
  scope.post<OfDevice & { Body: DeviceFault }>(
    '/:index/faults',
    { schema: { body: DEVICE_FAULT_BODY } },
    ({ params, body }) => ({ id: at(params.index).faults.add(body) }),
  );
  scope.delete<OfDevice>('/:index/faults', ({ params }, reply) => {
    at(params.index).faults.clear();
    return reply.code(204).send();
  });
  scope.delete<{ Params: { index: string; id: string } }>('/:index/faults/:id', ({ params }, reply) =>
    reply.code(at(params.index).faults.remove(Number(params.id)) ? 204 : 404).send(),
  );
  scope.post<OfDevice & { Body: DeviceSettingsBody }>(
    '/:index/settings',
    { schema: { body: DEVICE_SETTINGS_BODY } },
    ({ params, body }) => {
      change(at(params.index), body);
      return at(params.index).snapshot();
    },
  );
  scope.post<OfDevice & { Body: DeviceNetworkBody }>(
    '/:index/network',
    { schema: { body: DEVICE_NETWORK_BODY } },
    async ({ params, body }) => {
      await changeNetwork(at(params.index), body);
      return { state: body.state };
    },
  );
}

function change(control: IsapiDeviceControl, body: DeviceSettingsBody): void {
  const { clockOffsetMs, password, capacity, postForm, multipartName, streamsMuted, failDeletions } = body;
  if (clockOffsetMs !== undefined) control.setClockOffset(clockOffsetMs);
  if (password !== undefined) control.setPassword(password);
  if (capacity !== undefined) control.setCapacity(capacity);
  if (postForm !== undefined) control.setPostStyle({ form: postForm });
  if (multipartName !== undefined) control.setPostStyle({ multipartName });
  if (streamsMuted !== undefined) control.muteStreams(streamsMuted);
  if (failDeletions !== undefined) control.failDeletions(failDeletions);
}

async function changeNetwork(control: IsapiDeviceControl, { state, forMs }: DeviceNetworkBody): Promise<void> {
  if (state === 'online') await control.comeOnline();
  else if (state === 'offline') await control.goOffline(forMs);
  else if (state === 'reboot') await control.reboot(forMs);
  else control.breakStreams();
}

function find(devices: readonly IsapiDevice[], index: string): IsapiDevice {
  const device = /^\d{1,3}$/.test(index) ? devices[Number(index)] : undefined;
  if (device === undefined) throw new NoSuchDevice(`no device ${index}`);
  return device;
}

function describe({ baseUrl, username, modelName, serialNumber }: IsapiDevice, index: number): object {
  return { index, baseUrl, username, modelName, serialNumber };
}
