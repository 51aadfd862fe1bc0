import { missing } from '../server/fields.js';
import { pagedList, readPaging } from '../server/paging.js';
import { type Door } from '../world/model.js';
import { type Call, type Endpoint } from './endpoint.js';

const ONLINE = 1;
const OFFLINE = 2;
const DOOR_OFFLINE = 4;
const MAX_CONTROLLED_DOORS = 10;
const DEVICE_OFFLINE_CODE = 129;

export const doorEndpoints: readonly Endpoint[] = [
  { path: '/api/resource/v1/acsDevice/acsDeviceList', handle: devices },
  { path: '/api/resource/v1/acsDoor/acsDoorList', handle: doors },
  { path: '/api/resource/v1/acsDoor/indexCode/acsDoorInfo', handle: door },
  { path: '/api/acs/v1/door/doControl', handle: control },
];

function devices({ fields, world }: Call): object {
  return pagedList(world.perimeter.all(), readPaging(fields), presentDevice);
}

function doors({ fields, world }: Call): object {
  return pagedList(world.perimeter.all(), readPaging(fields), presentDoor);
}

function door({ fields, world }: Call): object {
  return presentDoor(world.perimeter.get(fields.text('doorIndexCode')));
}

/** Overall success with a failed door inside is possible: an offline terminal obeys nobody. */
function control({ fields, world, actor }: Call): object[] {
  const codes = fields.optionalList('doorIndexCodes', MAX_CONTROLLED_DOORS);
  if (codes === undefined || codes.length === 0) throw missing('doorIndexCodes');
  const controlType = fields.integer('controlType', 0, 3);
  fields.optionalInteger('controlDirection', 0, 1);
  const chosen = codes.map((code) => world.perimeter.get(String(code)));
  return chosen.map((each) => {
    const { doorIndexCode } = each;
    if (!each.isOnline) {
      return { doorIndexCode, controlResultCode: DEVICE_OFFLINE_CODE, controlResultDesc: 'Device is offline' };
    }
    world.controlDoor(each, controlType, actor);
    return { doorIndexCode, controlResultCode: 0, controlResultDesc: 'Success' };
  });
}

function presentDevice({ device, isOnline }: Door): object {
  return {
    acsDevIndexCode: device.acsDevIndexCode,
    acsDevName: device.name,
    acsDevIp: device.ip,
    acsDevPort: '8000',
    acsDevCode: `ACS${device.acsDevIndexCode}`,
    status: isOnline ? ONLINE : OFFLINE,
  };
}

function presentDoor({ doorIndexCode, doorName, doorNo, device, isOnline, doorState }: Door): object {
  return {
    doorIndexCode,
    doorName,
    doorNo: String(doorNo),
    acsDevIndexCode: device.acsDevIndexCode,
    regionIndexCode: '1',
    doorState: isOnline ? doorState : DOOR_OFFLINE,
    doorOutState: -1,
  };
}
