import {
  type AccessLevelRead,
  type ApplicationFailure,
  type ApplicationSummary,
  type DoorApplication,
  type LevelMember,
} from '../operations/access-levels.js';
import { type Page } from '../operations/operation.js';
import { Fields, isNothing } from './fields.js';
import { emptyPage, type Paging, toPage } from './paging.js';

/** `type` of a privilege group: 1 persons, 2 visitors. Ours are persons. */
export const PERSONS_TYPE = 1;
/** `ElementType` of a floor; everything else that stands in an access level is a door to us. */
const FLOOR_ELEMENT_TYPE = 11;

/** `errorItems` by number (HikCentral OpenAPI guide). */
const FAILED_PARTS: readonly ApplicationFailure['parts'][number][] = [
  'device',
  'card',
  'fingerprint',
  'face',
  'person',
];

/**
 * Flat items in `list` (2.x), or nested ones in `PrivilegeGroupInfo`, itself beside `list` (3.x, the gateway's own
 * description of the call) or inside it (our rule: be ready for both).
 * @throws GATEWAY.UNEXPECTED_RESPONSE
 */
export function readAccessLevels(data: unknown, asked: Paging): Page<AccessLevelRead> {
  if (isNothing(data)) return emptyPage(asked);
  const page = Fields.of(data, 'data');
  const entries = [...page.children('PrivilegeGroupInfo'), ...page.children('list')];
  const levels = entries.flatMap((entry) =>
    entry.has('PrivilegeGroupInfo') ? entry.children('PrivilegeGroupInfo') : [entry],
  );
  return toPage(levels.map(readAccessLevel), page.number('total'), asked);
}

function readAccessLevel(level: Fields): AccessLevelRead {
  return {
    id: level.requiredText('privilegeGroupId'),
    name: level.text('privilegeGroupName') ?? '',
    doors: level.has('ElementList') ? readLevelDoors(level) : null,
  };
}

function readLevelDoors(level: Fields): { doorId: string; name: string }[] {
  return level
    .children('ElementList')
    .flatMap((entry) => (entry.has('Element') ? entry.children('Element') : [entry]))
    .filter((element) => element.child('BaseInfo')?.number('ElementType') !== FLOOR_ELEMENT_TYPE)
    .map((element) => ({
      doorId: element.requiredText('ID'),
      name: element.child('BaseInfo')?.text('Name') ?? '',
    }));
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readLevelMember(member: Fields): LevelMember {
  return { personId: member.requiredText('id'), personCode: member.text('personCode') };
}

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
