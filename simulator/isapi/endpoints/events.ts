import { JsonFields } from '../protocol/json-fields.js';
import { badParameters, noSuchResource } from '../status.js';
import { type IsapiCall, type IsapiEndpoint, type IsapiResult, json } from './endpoint.js';
import { findEvents, readEventCondition, viewEvent } from './event-fields.js';
import { cutPage, listed, readPage } from './paging.js';
import { MAX_SEARCH_ID } from './person-fields.js';

export const eventEndpoints: readonly IsapiEndpoint[] = [
  { method: 'POST', path: '/ISAPI/AccessControl/AcsEvent', form: 'json', handle: search },
  { method: 'POST', path: '/ISAPI/AccessControl/AcsEventTotalNum', form: 'json', handle: total },
  { method: 'GET', path: '/LOCALS/pic/acs/{}', form: 'xml', handle: eventPicture },
  { method: 'GET', path: '/LOCALS/pic/faces/{}', form: 'xml', handle: facePicture },
];

function search({ device, body }: IsapiCall): IsapiResult {
  const fields = JsonFields.parse(body).object('AcsEventCond');
  const searchID = fields.text('searchID', MAX_SEARCH_ID);
  const page = readPage(fields, device.profile.pageSize);
  const condition = readEventCondition(fields);
  const hasPictures = fields.optionalBoolean('picEnable') ?? true;
  const matches = device.eventSearches.matches(searchID, page.position, JSON.stringify(condition), () =>
    findEvents(device.events.all(), condition),
  );
  const isPastTheEnd = page.position > 0 && page.position >= matches.length;
  if (isPastTheEnd && device.profile.pastTheEnd === 'badParameters') throw badParameters('searchResultPosition');
  const { head, entries } = cutPage(matches, page);
  const InfoList = entries.map((event) => viewEvent(event, device, hasPictures));
  return json({ AcsEvent: { searchID, ...head, ...listed('InfoList', InfoList) } });
}

function total({ device, body }: IsapiCall): IsapiResult {
  const fields = JsonFields.parse(body).object('AcsEventTotalNumCond');
  const { length: totalNum } = findEvents(device.events.all(), readEventCondition(fields));
  return json({ AcsEventTotalNum: { totalNum } });
}

function eventPicture({ device, params }: IsapiCall): IsapiResult {
  return picture(device.events.bySerialNo(Number(nameOf(params)))?.picture);
}

function facePicture({ device, params }: IsapiCall): IsapiResult {
  return picture(device.roster.face(nameOf(params)));
}

function nameOf([file = '']: readonly string[]): string {
  return file.replace(/\.jpg$/, '');
}

function picture(jpeg: Buffer | undefined): IsapiResult {
  if (jpeg === undefined) throw noSuchResource();
  return { kind: 'picture', jpeg };
}
