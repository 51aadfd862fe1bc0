import { GatewayError } from '../../gateway.errors.js';
import { toVendorTime } from '../../mapping/times.js';
import { Fields } from '../../mapping/fields.js';
import { type DeviceCall, jsonBody, question } from '../client/device-call.js';
import { type DevicePage, type DevicePaging, readDevicePage } from '../mapping/device-paging.js';
import { jsonOf } from '../mapping/device-status.js';
import { ACCESS_MAJOR } from '../mapping/passage-codes.js';
import { type DevicePassage, readPassage, SEARCHED } from '../mapping/passages.js';

/** Asking for more brings short pages and no error (seen in the field). */
export const PASSAGE_PAGE_SIZE = 30;

const ANY_DEVICE = 'http://device';

/** What happened from one instant to another, by the device's clock. */
export interface PassageWindow {
  readonly from: Date;
  /** After `from`; rounded up to a whole second. */
  readonly to: Date;
}

/** @throws RangeError for a window that ends before it begins */
export function searchPassages(
  paging: DevicePaging,
  { from, to }: PassageWindow,
): DeviceCall<DevicePage<DevicePassage>> {
  if (!(to.getTime() > from.getTime())) throw new RangeError('a window ends after it begins');
  const AcsEventCond = {
    ...paging,
    major: ACCESS_MAJOR,
    minor: 0,
    startTime: toVendorTime(from),
    endTime: toVendorTime(to, 'up'),
  };
  return question({
    name: 'search-passages',
    method: 'POST',
    target: '/ISAPI/AccessControl/AcsEvent?format=json',
    body: jsonBody({ AcsEventCond }),
    read: (body) =>
      readDevicePage(Fields.of(jsonOf(body).raw('AcsEvent'), 'page'), ['InfoList', 'MatchList'], (event) =>
        readPassage(event, event.text('time'), SEARCHED),
      ),
  });
}

/**
 * Always from the device itself, whatever host the address names: our password goes nowhere else.
 * @throws GATEWAY.INVALID_REQUEST for what is no HTTP address
 */
export function fetchPicture(pictureUri: string): DeviceCall<Buffer> {
  const url = URL.canParse(pictureUri, ANY_DEVICE) ? new URL(pictureUri, ANY_DEVICE) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new GatewayError('GATEWAY.INVALID_REQUEST', 'a picture has an HTTP address', { operation: 'fetch-picture' });
  }
  return question({
    name: 'fetch-picture',
    method: 'GET',
    target: `${url.pathname}${url.search}`,
    body: null,
    read: (body) => {
      if (body.length > 2 && body.readUInt16BE(0) === 0xffd8) return body;
      throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'the picture is no JPEG');
    },
  });
}
