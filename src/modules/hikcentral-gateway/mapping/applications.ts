import { type ApplicationFailure, type ApplicationSummary, type DoorApplication } from '../operations/applications.js';
import { type Page } from '../operations/operation.js';
import { FLOOR_ELEMENT_TYPE } from './elements.js';
import { Fields, isNothing } from './fields.js';
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
    pendingCount: result.requiredNumber('unApplicationCount'),
    editedPendingCount: result.requiredNumber('editAndUnApplicationCount'),
    failedCount: result.requiredNumber('applicationFailCount'),
  };
}

/** One item per person and door; pages are counted in devices, so a page may hold more items than asked for. */
export function readApplicationFailures(data: unknown, asked: Paging): Page<ApplicationFailure> {
  if (isNothing(data)) return emptyPage(asked);
  const result = Fields.of(data, 'data').child('applicationErrorResult');
  if (result === null) return emptyPage(asked);
  const items = result.children('list').flatMap((device) => device.children('errorList').map(readFailure));
  return toPage(items, result.number('applicationFailCount'), asked);
}

function readFailure(failure: Fields): ApplicationFailure {
  return {
    personCode: failure.text('personCode') ?? '',
    doorName: failure.text('resourceName') ?? '',
    parts: (failure.text('errorItems') ?? '')
      .split(',')
      .map((item) => (item.trim() === '' ? undefined : FAILED_PARTS[Number(item)]))
      .filter((part) => part !== undefined),
  };
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoorApplications(data: unknown): readonly DoorApplication[] {
  if (isNothing(data)) return [];
  const list = Fields.of(data, 'data').child('ElementDetailList');
  const elements = list?.children('ElementDetail') ?? [];
  return elements.filter((element) => elementType(element) !== FLOOR_ELEMENT_TYPE).map(readDoorApplication);
}

function elementType(element: Fields): number | null {
  return element.child('BaseInfo')?.number('ElementType') ?? null;
}

function readDoorApplication(element: Fields): DoorApplication {
  const info = Fields.of(element.raw('BaseInfo'), 'BaseInfo');
  const network = info.number('elementNetwork');
  return {
    doorId: info.text('elementId') ?? '',
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
