import { type ApplicationFailure, type ApplicationSummary, type DoorApplication } from '../operations/applications.js';
import { type Page } from '../operations/operation.js';
import { FLOOR_ELEMENT_TYPE } from './elements.js';
import { asObjects, fail, Fields, isNothing } from './fields.js';
import { emptyPage, type Paging, toPage } from './paging.js';

/** `errorItems` by number (HikCentral OpenAPI guide). */
const FAILED_PARTS: readonly ApplicationFailure['parts'][number][] = [
  'device',
  'card',
  'fingerprint',
  'face',
  'person',
];

/** @throws GATEWAY.UNEXPECTED_RESPONSE: a missing counter is no zero, or a guest would be called granted on hope */
export function readApplicationSummary(data: unknown): ApplicationSummary {
  const result = Fields.of(Fields.of(data, 'data').raw('statisticResult'), 'statisticResult');
  return {
    pendingCount: requiredCount(result, 'unApplicationCount'),
    editedPendingCount: requiredCount(result, 'editAndUnApplicationCount'),
    failedCount: requiredCount(result, 'applicationFailCount'),
  };
}

/** Below zero it would hide as many others. */
function requiredCount(result: Fields, name: string): number {
  const count = result.requiredNumber(name);
  return count >= 0 ? count : fail(`${name} is no count`);
}

/**
 * One item per person and door; pages are counted in devices, so a page may hold more items than asked for. Whoever is not
 * among them is taken for served, so each must be readable.
 * @throws GATEWAY.UNEXPECTED_RESPONSE
 */
export function readApplicationFailures(data: unknown, asked: Paging): Page<ApplicationFailure> {
  if (isNothing(data)) return emptyPage(asked);
  const result = childOf(Fields.of(data, 'data'), 'applicationErrorResult');
  if (result === null) return emptyPage(asked);
  const items = result.children('list').flatMap((device) => device.children('errorList').map(readFailure));
  return toPage(items, result.number('applicationFailCount'), asked);
}

function readFailure(failure: Fields): ApplicationFailure {
  return {
    personCode: failure.requiredId('personCode'),
    doorName: failure.text('resourceName') ?? '',
    parts: (failure.text('errorItems') ?? '')
      .split(',')
      .map((item) => (item.trim() === '' ? undefined : FAILED_PARTS[Number(item)]))
      .filter((part) => part !== undefined),
  };
}

/** null when nothing is told, which proves nothing. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoorApplications(data: unknown): readonly DoorApplication[] | null {
  if (isNothing(data)) return null;
  const list = childOf(Fields.of(data, 'data'), 'ElementDetailList');
  const elements = list === null ? [] : asObjects(valueIn(list, 'ElementDetail'), 'ElementDetail');
  return elements.filter((element) => elementType(element) !== FLOOR_ELEMENT_TYPE).map(readDoorApplication);
}

/** null when nothing is told. @throws GATEWAY.UNEXPECTED_RESPONSE for what is no object */
function childOf(fields: Fields, name: string): Fields | null {
  const value = valueIn(fields, name);
  return isNothing(value) ? null : Fields.of(value, name);
}

/** Where other things are told and this is not, it is not proved to be empty. @throws GATEWAY.UNEXPECTED_RESPONSE */
function valueIn(fields: Fields, name: string): unknown {
  const value = fields.raw(name);
  return value !== undefined || fields.isEmpty() ? value : fail(`${name} is missing`);
}

function elementType(element: Fields): number | null {
  return element.child('BaseInfo')?.number('ElementType') ?? null;
}

function readDoorApplication(element: Fields): DoorApplication {
  const info = Fields.of(element.raw('BaseInfo'), 'BaseInfo');
  const network = info.number('elementNetwork');
  return {
    doorId: info.id('elementId') ?? '',
    name: info.text('elementName') ?? '',
    isOnline: network === null ? null : network === 1,
    state: worstOf(element),
  };
}

/** 0 applied, 1 to be applied, 2 and 3 failed; of the door and of each credential the worst, nothing said is not applied. */
function worstOf(element: Fields): DoorApplication['state'] {
  const certificates = element.child('CertificateStatusList')?.children('CertificateStatus') ?? [];
  const ofDoor = element.children('ElementStatus').map((status) => status.number('elementStatus'));
  const all = [...ofDoor, ...certificates.map((certificate) => certificate.number('Status'))];
  if (all.some((status) => status !== null && status >= 2)) return 'failed';
  return ofDoor.length > 0 && all.every((status) => status === 0) ? 'applied' : 'pending';
}
