import { notFound } from '../refusal.js';
import { badlyFormed, missing, NAME_FORM } from '../server/fields.js';
import { pagedList, readPaging } from '../server/paging.js';
import { type Door } from '../world/model.js';
import { type Call, type Endpoint } from './endpoint.js';

const ONLINE = 1;
const OFFLINE = 2;
const DOOR_OFFLINE = 4;
const MAX_CONTROLLED_DOORS = 10;
const DEVICE_OFFLINE_CODE = 129;
const ONLY_REGION = '1';

export const doorEndpoints: readonly Endpoint[] = [
  { path: '/api/resource/v1/acsDevice/acsDeviceList', handle: devices },
  { path: '/api/resource/v1/acsDoor/acsDoorList', handle: doors },
  { path: '/api/resource/v1/acsDoor/advance/acsDoorList', handle: search },
  { path: '/api/resource/v1/acsDoor/region/acsDoorList', handle: inRegion },
  { path: '/api/resource/v1/acsDoor/indexCode/acsDoorInfo', handle: door },
  { path: '/api/acs/v1/door/doControl', handle: control },
];

function devices({ fields, world }: Call): object {
  return pagedList(world.perimeter.all(), readPaging(fields), presentDevice);
}

function doors({ fields, world }: Call): object {
  return pagedList(world.perimeter.all(), readPaging(fields), presentDoor);
}

/** By part of the name, by device, by region; all of what is given must fit. */
function search({ fields, world }: Call): object {
  const paging = readPaging(fields);
  const part = (fields.optionalText('doorName', { max: 32, form: NAME_FORM }) ?? '').toLowerCase();
  const acsDevIndexCode = fields.optionalText('acsDevIndexCode') ?? '';
  const region = fields.optionalText('regionIndexCode') ?? '';
  const found = world.perimeter
    .all()
    .filter(({ doorName }) => doorName.toLowerCase().includes(part))
    .filter(({ device }) => acsDevIndexCode === '' || device.acsDevIndexCode === acsDevIndexCode)
    .filter(() => region === '' || region === ONLY_REGION);
  return pagedList(found, paging, presentDoor);
}

function inRegion({ fields, world }: Call): object {
  const paging = readPaging(fields);
  if (fields.text('regionIndexCode') !== ONLY_REGION) throw notFound('region');
  return pagedList(world.perimeter.all(), paging, presentDoor);
}

function door({ fields, world }: Call): object {
  return presentDoor(world.perimeter.get(fields.text('doorIndexCode')));
}

/** Overall success with a failed door inside is possible: an offline terminal obeys nobody. */
function control({ fields, world, actor }: Call): object[] {
  const codes = fields.optionalList('doorIndexCodes', MAX_CONTROLLED_DOORS);
  if (codes === undefined || codes.length === 0) throw missing('doorIndexCodes');
  if (codes.some((code) => typeof code !== 'string')) throw badlyFormed('doorIndexCodes');
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
    regionIndexCode: ONLY_REGION,
    doorState: isOnline ? doorState : DOOR_OFFLINE,
    doorOutState: -1,
  };
}
