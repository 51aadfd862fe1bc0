import { readDevice } from '../mapping/doors.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { type DeviceRead } from './doors.js';
import { type Operation, type Page } from './operation.js';

/** @throws RangeError for a page below 1, or a size outside 1–500 */
export function listDevices(pageNo: number, pageSize?: number): Operation<Page<DeviceRead>> {
  const paging = toPaging(pageNo, pageSize);
  return {
    name: 'list-devices',
    effect: 'read',
    path: '/artemis/api/resource/v1/acsDevice/acsDeviceList',
    body: { ...paging },
    read: (data, onSkipped) => readPageSkipping(data, paging, readDevice, onSkipped),
  };
}
