import { type Fields, outOfRange } from '../server/fields.js';
import { pageOf, readPaging } from '../server/paging.js';
import { asPerson } from '../world/visitors.js';
import { type World } from '../world/world.js';
import { type Call, type Endpoint } from './endpoint.js';

const MAX_REAPPLIED_IDS = 500;
const STATISTICS = 1;
const ERRORS = 2;
const TO_BE_APPLIED = 1;
const DOOR_ELEMENT = 6;
const FACE_CERTIFICATE = 2;

export const applicationEndpoints: readonly Endpoint[] = [
  { path: '/api/visitor/v1/auth/reapplication', since: '1.5', handle: reapply },
  { path: '/api/acs/v1/auth/applicationResult', since: '1.7', handle: result },
  { path: '/api/visitor/v1/person/ID/elementDownloadDetail', since: '2.4', handle: detail },
];

/** Code 0 says "queued". A list of the wrong shape chooses nobody, and nothing is said about it: the vendor's own trap. */
function reapply({ fields, world, actor }: Call): string {
  const personIds = readCommaSet(fields, 'personIds');
  if ((personIds?.size ?? 0) > MAX_REAPPLIED_IDS) throw outOfRange('personIds');
  const doorIndexCodes = readCommaSet(fields, 'doorIndexCodes');
  const shouldRetryFailures = fields.raw('ImmediateDownload') !== 1;
  world.application.queue({ personIds, doorIndexCodes, shouldRetryFailures }, actor);
  return 'null';
}

/** null (everybody) for an absent list; an empty set for what is not a text. */
function readCommaSet(fields: Fields, name: string): ReadonlySet<string> | null {
  if (!fields.has(name)) return null;
  const value = fields.raw(name);
  if (typeof value !== 'string') return new Set();
  return value === '' ? null : new Set(value.split(',').map((entry) => entry.trim()));
}

function result({ fields, world }: Call): object {
  const kind = fields.integer('applicationResultType', STATISTICS, ERRORS);
  fields.integer('type', 1, 2);
  return kind === STATISTICS
    ? { statisticResult: statistics(world) }
    : { applicationErrorResult: errors(fields, world) };
}

function statistics(world: World): object {
  const { unApplicationCount, applicationFailCount, editAndUnApplicationCount } = world.application.counts();
  return { unApplicationCount, applicationFailCount, editAndUnApplicationCount };
}

function errors(fields: Fields, world: World): object {
  const paging = readPaging(fields);
  const all = world.application.failures();
  const onPage = pageOf(all, paging);
  const list = world.perimeter.all().flatMap(({ doorIndexCode, doorName, device }) => {
    const errorList = onPage
      .filter((entry) => entry.doorIndexCode === doorIndexCode)
      .map(({ failure: { personName, personCode, errorItems } }) => ({
        personName,
        personCode,
        resourceName: doorName,
        errorItems,
      }));
    return errorList.length === 0 ? [] : [{ deviceName: device.name, errorList }];
  });
  return { ...paging, applicationFailCount: all.length, list };
}

/** Documented for visitors; serves plain persons too, for every door that holds, expects or should hold them. */
function detail({ fields, world }: Call): object {
  const id = fields.text('id');
  const visit = world.visits.findByVisitor(id);
  const { personId, face } = visit === undefined ? world.persons.get({ personId: id }) : asPerson(visit);
  const isStillToCome = visit?.checkedInAtMs === null;
  const doors = world.perimeter
    .all()
    .filter(({ doorIndexCode }) => isConcerned(world, doorIndexCode, personId))
    .map(({ doorIndexCode, doorName, isOnline }) => {
      const status = isStillToCome ? TO_BE_APPLIED : world.application.statusAt(doorIndexCode, personId);
      return {
        BaseInfo: {
          elementId: doorIndexCode,
          elementName: doorName,
          ElementType: DOOR_ELEMENT,
          elementNetwork: isOnline ? 1 : 0,
        },
        ElementStatus: [{ elementStatus: status }],
        CertificateStatusList: {
          CertificateStatus:
            face === null ? [] : [{ Type: FACE_CERTIFICATE, ID: '1', Status: status, ErrorModule: 0, ErrorCode: 0 }],
        },
      };
    });
  return { ElementDetailList: { ElementDetail: doors } };
}

function isConcerned(world: World, doorIndexCode: string, personId: string): boolean {
  const { copies, waiting, failures } = world.slates.get(doorIndexCode);
  return (
    world.levels.doorsOf(personId).has(doorIndexCode) ||
    copies.has(personId) ||
    waiting.has(personId) ||
    failures.has(personId)
  );
}
