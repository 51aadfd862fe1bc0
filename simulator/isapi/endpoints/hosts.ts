import { childText, readXml } from '../protocol/xml-reader.js';
import { IsapiRefusal, noSuchResource } from '../status.js';
import { DONE, type IsapiCall, type IsapiEndpoint, type IsapiResult, xml } from './endpoint.js';
import { readHost, viewHost } from './host-fields.js';

const HOSTS = '/ISAPI/Event/notification/httpHosts';

export const hostEndpoints: readonly IsapiEndpoint[] = [
  { method: 'GET', path: HOSTS, form: 'xml', handle: list },
  { method: 'POST', path: HOSTS, form: 'xml', handle: add },
  { method: 'GET', path: `${HOSTS}/{}`, form: 'xml', handle: get },
  { method: 'PUT', path: `${HOSTS}/{}`, form: 'xml', handle: replace },
  { method: 'DELETE', path: `${HOSTS}/{}`, form: 'xml', handle: remove },
  { method: 'POST', path: `${HOSTS}/{}/test`, form: 'xml', handle: test },
];

function list({ device }: IsapiCall): IsapiResult {
  const hosts = device.hosts.all().map(viewHost);
  return xml('HttpHostNotificationList', hosts.length === 0 ? {} : { HttpHostNotification: hosts });
}

function add({ device, body }: IsapiCall): IsapiResult {
  device.hosts.add(readHost(readXml(body)));
  return DONE;
}

function get({ device, params }: IsapiCall): IsapiResult {
  return xml('HttpHostNotification', viewHost(device.hosts.get(idOf(params))));
}

function replace({ device, params, body }: IsapiCall): IsapiResult {
  const element = readXml(body);
  const id = idOf(params);
  const named = childText(element, 'id');
  if (named !== undefined && named !== String(id)) throw new IsapiRefusal('badXmlContent', { errorMsg: 'id' });
  device.hosts.put({ ...readHost(element), id });
  return DONE;
}

function remove({ device, params }: IsapiCall): IsapiResult {
  device.hosts.remove(device.hosts.get(idOf(params)).id);
  return DONE;
}

async function test({ device, params, body, tryHost }: IsapiCall): Promise<IsapiResult> {
  const id = idOf(params);
  // A host may be tried as it is described, before it is kept.
  const host = body.length > 0 ? { ...readHost(readXml(body)), id } : device.hosts.get(id);
  if (!(await tryHost(host))) throw new IsapiRefusal('deviceError', { errorMsg: 'the listening host does not answer' });
  return xml('HttpHostTestResult', { errorDescription: 'ok' });
}

function idOf([text = '']: readonly string[]): number {
  if (!/^\d{1,3}$/.test(text)) throw noSuchResource();
  return Number(text);
}
