import { type OperationName } from '../../../src/modules/hikcentral-gateway/index.js';
import { SECRETS } from './marks.js';

const JPEG_BASE64 = '/9j/4AAQSkZJRv/Z';
const PERSON = {
  personId: '1042',
  personCode: 'V202601010042',
  personName: 'Asa Ost',
  personFamilyName: 'Ost',
  personGivenName: 'Asa',
  gender: 0,
  orgIndexCode: '7',
  phoneNo: '5551234',
  email: 'asa@example.test',
  remark: '',
  personPhoto: { picUri: 'Vsm://face/1042' },
  cards: [{ cardNo: '4411' }],
  beginTime: '2026-01-01T08:00:00+00:00',
  endTime: '2026-01-01T18:00:00+00:00',
  accessLevelList: [{ accessLevelId: 3, accessLevelName: 'Lobby' }],
};
const BARE_PERSON = { personId: 17, personCode: 'E00001', orgIndexCode: '2', personPhoto: { picUri: '' } };
const ORGANISATION = { orgIndexCode: '7', orgName: 'Visitors', parentOrgIndexCode: '1' };
const ROOT = { orgIndexCode: '1', orgName: 'HQ', parentOrgIndexCode: '0' };
const DOOR = {
  doorIndexCode: '2',
  doorName: 'Main door',
  doorNo: 1,
  acsDevIndexCode: '1',
  regionIndexCode: '1',
  doorState: 1,
  doorOutState: -1,
};
const EVENT = {
  eventId: '3f9a77c01b2e',
  eventType: 196893,
  eventTime: '2026-01-01T09:12:03+00:00',
  deviceTime: '2026-01-01T14:12:02+05:00',
  personId: '1042',
  personCode: 'V202601010042',
  personName: 'Asa Ost',
  personType: 0,
  cardNo: '',
  doorName: 'Main door',
  doorIndexCode: '2',
  readerIndexCode: '5',
  picUri: 'Vsm://event/3f9a77c01b2e',
};
const ELEMENT = { ID: '2', BaseInfo: { ElementType: 1, Name: 'Main door', AreaName: 'HQ', AreaID: '1' } };
const FLAT_LEVEL = {
  privilegeGroupId: '3',
  privilegeGroupName: 'Lobby',
  description: '',
  timeSchedule: { indexCode: '1', name: 'All-day' },
};
const NESTED_LEVEL = {
  PrivilegeGroupInfo: [{ privilegeGroupId: '3', privilegeGroupName: 'Lobby', isDefault: 0, ElementList: [ELEMENT] }],
};
const WRAPPED_LEVEL = { privilegeGroupId: '4', privilegeGroupName: 'Lab', ElementList: [{ Element: ELEMENT }] };
const HANDLE = {
  appointRecordId: '31',
  visitorId: '77',
  AppointCode: '7781',
  qrCodeImage: 'iVBORw0KGgo=',
  PINCode: '4711',
  ApprovalFlowCode: '',
};
const RESERVATION = {
  appointID: '31',
  visitorInfo: { visitorId: '77', visitorFamilyName: 'Ost' },
  appointCode: '7781',
  appointStartTime: '2026-01-01T08:00:00+00:00',
  appointEndTime: '2026-01-01T18:00:00+00:00',
  appointStatus: 0,
};
const FAILURES = {
  applicationErrorResult: {
    pageNo: 1,
    pageSize: 100,
    applicationFailCount: 1,
    list: [
      {
        deviceName: 'Lobby terminal',
        errorList: [
          { personName: 'Asa Ost', personCode: 'V202601010042', resourceName: 'Main door', errorItems: '3,4' },
        ],
      },
    ],
  },
};
const DOOR_DETAIL = {
  BaseInfo: { elementId: '2', elementName: 'Main door', ElementType: 6, elementNetwork: 1 },
  ElementStatus: [{ elementStatus: 0 }],
  CertificateStatusList: { CertificateStatus: [{ Type: 2, ID: '1', Status: 0, ErrorModule: 0, ErrorCode: 0 }] },
};
const NOTHING: readonly unknown[] = ['', 'null', null];
const PICTURE: readonly unknown[] = [`data:image/jpeg;base64,${JPEG_BASE64}`, JPEG_BASE64, ''];

function pageOf(...list: readonly unknown[]): object {
  return { total: list.length, pageNo: 1, pageSize: 500, list };
}

const PERSONS = [pageOf(PERSON, BARE_PERSON), pageOf(PERSON), pageOf()];
const ORGANISATIONS = [pageOf(ROOT, ORGANISATION), pageOf()];
const DOORS = [pageOf(DOOR, { ...DOOR, doorIndexCode: '3', doorState: 4 }), pageOf()];

/** `data` of good answers in every documented shape. */
export const VALID_DATA: Readonly<Record<OperationName, readonly unknown[]>> = {
  'read-version': [{ produceName: 'HikCentral Professional', softVersion: 'V2.6.1.0' }],
  'list-organisations': ORGANISATIONS,
  'search-organisations': ORGANISATIONS,
  'list-child-organisations': ORGANISATIONS,
  'read-root-organisation': [ROOT],
  'find-organisation': [ORGANISATION],
  'add-organisation': [ORGANISATION, '7'],
  'update-organisation': NOTHING,
  'delete-organisation': NOTHING,
  'add-person': ['1042', 1042, { personId: '1042' }],
  'update-person': NOTHING,
  'update-face': NOTHING,
  'delete-person': NOTHING,
  'delete-person-by-code': NOTHING,
  'read-deletion-rule': [{ enable: 0 }, { enable: 1 }],
  'find-person-by-code': [PERSON],
  'find-person-by-id': [PERSON, BARE_PERSON],
  'list-persons': PERSONS,
  'search-persons': PERSONS,
  'read-card-qr-code': [{ qrcode: 'QR4411' }, 'QR4411'],
  'read-person-picture': PICTURE,
  'read-event-picture': PICTURE,
  'read-alarm-picture': PICTURE,
  'check-face': NOTHING,
  'list-access-levels': [
    pageOf(FLAT_LEVEL, { ...FLAT_LEVEL, privilegeGroupId: '4' }),
    pageOf(NESTED_LEVEL, WRAPPED_LEVEL),
    { total: 1, pageNo: 1, pageSize: 500, ...NESTED_LEVEL },
  ],
  'add-access-level': NOTHING,
  'update-access-level': NOTHING,
  'delete-access-level': NOTHING,
  'give-access-level': NOTHING,
  'take-access-level': NOTHING,
  'list-access-level-members': [pageOf({ id: '1042', personCode: 'V202601010042' }, { id: 1043 }), pageOf()],
  'request-application': NOTHING,
  'read-application-summary': [
    { statisticResult: { unApplicationCount: 0, applicationFailCount: 1, editAndUnApplicationCount: 2 } },
  ],
  'read-application-failures': [FAILURES],
  'read-person-application': [
    { ElementDetailList: { ElementDetail: [DOOR_DETAIL, { ...DOOR_DETAIL, ElementStatus: { elementStatus: 2 } }] } },
  ],
  'list-devices': [
    pageOf({ acsDevIndexCode: '1', acsDevName: 'Lobby terminal', acsDevIp: '192.0.2.7', acsDevPort: 8000, status: 1 }),
  ],
  'list-doors': DOORS,
  'search-doors': DOORS,
  'list-doors-of-region': DOORS,
  'find-door': [DOOR],
  'control-doors': [
    [{ doorIndexCode: '2', controlResultCode: 0, controlResultDesc: 'Success' }],
    [{ doorIndexCode: '2', controlResultCode: '129' }],
  ],
  'read-door-events': [pageOf(EVENT, { ...EVENT, eventId: 'a1', eventType: 197151, personId: '', personCode: '' })],
  'subscribe-to-events': NOTHING,
  'unsubscribe-from-events': NOTHING,
  'read-event-subscriptions': [
    { detail: [{ eventTypes: [196893, 197151], eventDest: ' https://vestibule.example.test/pushed ', passBack: 1 }] },
    '',
  ],
  'reserve-visit': [HANDLE],
  'reserve-visit-before-2.1': [HANDLE],
  'update-reserved-visit': NOTHING,
  'cancel-reserved-visit': NOTHING,
  'list-reserved-visits': [pageOf(RESERVATION, { appointRecordId: '32', visitorId: '78', appointState: 1 })],
  'check-in-visitor': [HANDLE],
  'update-checked-in-visitor': NOTHING,
  'check-out-visitor': NOTHING,
  'read-visitor-status': [{ visitorStatus: 3 }, 3, '-1'],
  'list-visitor-records': [
    {
      totalNum: 1,
      pageNo: 1,
      pageSize: 500,
      list: [{ recordId: '31', visitorStatus: 0, visitorBaseInfo: { visitorId: '77' } }],
    },
  ],
  'list-visitor-groups': [
    pageOf({ visitorGroupId: '1', visitorGroupName: 'Visitors' }, { indexCode: '2', name: 'VIP' }),
  ],
  'read-visitor-approval-rule': [{ automaticApproval: 0 }, 1],
};

/** What a refusal looks like: HikCentral's own, with what must never be repeated in `msg`. */
export const REFUSALS: readonly object[] = [
  { code: '0x02401003', msg: SECRETS[0], data: null },
  { code: '128', msg: SECRETS[2], data: '' },
  { code: '2', msg: SECRETS[3], data: { remainLockNumber: 3 } },
  { code: 131, msg: `60051 ${SECRETS[2]}` },
  { code: '5', msg: SECRETS[1], data: 'null' },
];
/** Of calls that have it: the picture by itself. */
export const PICTURE_BODIES: readonly Buffer[] = [
  Buffer.from(JPEG_BASE64, 'base64'),
  Buffer.from(`data:image/jpeg;base64,${JPEG_BASE64}`),
  Buffer.from(JPEG_BASE64),
  Buffer.from(JSON.stringify({ data: JPEG_BASE64 })),
];
