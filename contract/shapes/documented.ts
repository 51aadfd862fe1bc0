import { type OperationName } from '../../src/modules/hikcentral-gateway/index.js';
import { anyOf, keys, listOf, pageOf, type Shape } from './shape.js';

/**
 * Whole answers as the HikCentral OpenAPI guide draws them, the envelope included, and where the field was seen to
 * differ, that too. null: the call has no drawn answer, or one that is not an envelope.
 */
export function documentedShapeOf(name: OperationName): Shape | null {
  return DOCUMENTED[name] ?? null;
}

const ORGANISATION = keys({ orgIndexCode: 'id', orgName: 'text', parentOrgIndexCode: 'id' });

const PERSON = keys({
  personId: 'id',
  personCode: 'text',
  'personName?': 'text',
  personFamilyName: 'text',
  personGivenName: 'text',
  'gender?': 'number',
  orgIndexCode: 'id',
  'phoneNo?': 'text',
  'email?': 'text',
  'remark?': 'text',
  'personPhoto?': keys({ 'picUri?': 'text' }),
  'cards?': listOf(keys({ cardNo: 'text' })),
  'beginTime?': 'time',
  'endTime?': 'time',
  'residentRoomNo?': 'anything',
  'residentFloorNo?': 'anything',
  'status?': 'anything',
  'accessLevelList?': listOf(keys({ accessLevelId: 'id', accessLevelName: 'text' })),
  'customFieldList?': listOf(
    keys({ id: 'id', customFiledName: 'text', 'customFieldType?': 'number', 'customFieldValue?': 'text' }),
  ),
});

const FLAT_LEVEL = keys({
  privilegeGroupId: 'id',
  privilegeGroupName: 'text',
  'description?': 'text',
  'timeSchedule?': keys({ indexCode: 'id', name: 'text' }),
});
const LEVEL_ELEMENT = keys({
  ID: 'id',
  BaseInfo: keys({ ElementType: 'number', Name: 'text', 'AreaName?': 'text', 'AreaID?': 'id' }),
});
const NESTED_LEVEL = keys({
  privilegeGroupId: 'id',
  privilegeGroupName: 'text',
  'description?': 'text',
  'isDefault?': 'number',
  'timeSchedule?': 'anything',
  'ElementList?': listOf(anyOf(LEVEL_ELEMENT, keys({ Element: LEVEL_ELEMENT }))),
});
const NESTED_PAGE = keys({
  'total?': 'number',
  'pageNo?': 'number',
  'pageSize?': 'number',
  PrivilegeGroupInfo: listOf(NESTED_LEVEL),
});

const DOOR = keys({
  doorIndexCode: 'id',
  doorName: 'text',
  'doorNo?': 'id',
  'acsDevIndexCode?': 'id',
  'regionIndexCode?': 'id',
  'doorState?': 'number',
  'doorOutState?': 'number',
});

const DOOR_EVENT = keys({
  eventId: 'text',
  eventType: 'number',
  eventTime: 'time',
  'deviceTime?': 'time',
  'personId?': 'text',
  'personCode?': 'text',
  'personName?': 'text',
  'personType?': 'number',
  'cardNo?': 'text',
  'doorName?': 'text',
  doorIndexCode: 'id',
  'readerIndexCode?': 'id',
  'readerName?': 'text',
  'checkInAndOutType?': 'number',
  'picUri?': 'text',
  'temperatureData?': 'text',
  'temperatureStatus?': 'number',
  'wearMaskStatus?': 'number',
});

const DEVICE = keys({
  acsDevIndexCode: 'id',
  acsDevName: 'text',
  'acsDevIp?': 'text',
  'acsDevPort?': 'id',
  'acsDevCode?': 'text',
  'status?': 'number',
});

const SUBSCRIPTIONS = anyOf(
  keys({ detail: listOf(keys({ eventTypes: listOf('number'), eventDest: 'text', 'passBack?': 'number' })) }),
  'nothing',
);

const RESERVATION = keys({
  appointRecordId: 'id',
  'visitorId?': 'id',
  'AppointCode?': 'text',
  'appointCode?': 'text',
  'qrCodeImage?': 'text',
  'PINCode?': 'text',
  'ApprovalFlowCode?': 'text',
});

const STATUS = keys({ elementStatus: 'number' });
const CERTIFICATE = keys({
  Type: 'number',
  'ID?': 'id',
  Status: 'number',
  'ErrorModule?': 'number',
  'ErrorCode?': 'number',
});
const DOOR_APPLICATION = keys({
  BaseInfo: keys({ elementId: 'id', elementName: 'text', ElementType: 'number', 'elementNetwork?': 'number' }),
  'ElementStatus?': anyOf(listOf(STATUS), STATUS),
  'CertificateStatusList?': keys({ 'CertificateStatus?': listOf(CERTIFICATE) }),
});

const APPLICATION_SUMMARY = keys({
  statisticResult: keys({
    unApplicationCount: 'number',
    applicationFailCount: 'number',
    editAndUnApplicationCount: 'number',
  }),
});

const APPLICATION_ERROR = keys({
  'personName?': 'text',
  personCode: 'text',
  resourceName: 'text',
  errorItems: 'text',
});
const APPLICATION_FAILURES = keys({
  'applicationErrorResult?': keys({
    'pageNo?': 'number',
    'pageSize?': 'number',
    'applicationFailCount?': 'number',
    'list?': listOf(keys({ deviceName: 'text', 'errorList?': listOf(APPLICATION_ERROR) })),
  }),
});

const DOCUMENTED: Partial<Record<OperationName, Shape>> = {
  'read-version': envelope(keys({ produceName: 'text', softVersion: 'text' })),
  'list-organisations': envelope(pageOf(ORGANISATION)),
  'read-root-organisation': envelope(ORGANISATION),
  'add-organisation': envelope(ORGANISATION),
  'add-person': envelope('text'),
  'update-person': envelope('nothing'),
  'update-face': envelope('nothing'),
  'delete-person': envelope('nothing'),
  'find-person-by-code': envelope(PERSON),
  'list-persons': envelope(pageOf(PERSON)),
  'list-access-levels': envelope(anyOf(pageOf(FLAT_LEVEL), NESTED_PAGE, pageOf(NESTED_PAGE))),
  'give-access-level': envelope('nothing'),
  'take-access-level': envelope('nothing'),
  'list-access-level-members': envelope(pageOf(keys({ id: 'text', 'personCode?': 'text' }))),
  'request-application': envelope('nothing'),
  'read-application-summary': envelope(APPLICATION_SUMMARY),
  'read-application-failures': envelope(APPLICATION_FAILURES),
  'read-person-application': envelope(
    keys({ ElementDetailList: keys({ 'ElementDetail?': listOf(DOOR_APPLICATION) }) }),
  ),
  'search-organisations': envelope(pageOf(ORGANISATION)),
  'list-child-organisations': envelope(pageOf(ORGANISATION)),
  'find-organisation': envelope(ORGANISATION),
  'update-organisation': envelope('nothing'),
  'delete-organisation': envelope('nothing'),
  'find-person-by-id': envelope(PERSON),
  'search-persons': envelope(pageOf(PERSON)),
  'delete-person-by-code': envelope('nothing'),
  'read-deletion-rule': envelope(keys({ enable: 'number' })),
  'check-face': envelope('nothing'),
  'add-access-level': envelope('anything', 'number'),
  'update-access-level': envelope('anything', 'number'),
  'delete-access-level': envelope('anything', 'number'),
  'list-devices': envelope(pageOf(DEVICE)),
  'list-doors': envelope(pageOf(DOOR)),
  'search-doors': envelope(pageOf(DOOR)),
  'list-doors-of-region': envelope(pageOf(DOOR)),
  'find-door': envelope(DOOR),
  'control-doors': envelope(
    listOf(keys({ doorIndexCode: 'id', controlResultCode: 'id', 'controlResultDesc?': 'text' })),
  ),
  'read-door-events': envelope(pageOf(DOOR_EVENT)),
  'subscribe-to-events': envelope('nothing', 'number'),
  'unsubscribe-from-events': envelope('nothing', 'number'),
  'read-event-subscriptions': envelope(SUBSCRIPTIONS, 'number'),
  'reserve-visit': envelope(RESERVATION),
  'reserve-visit-before-2.1': envelope(RESERVATION),
  'update-reserved-visit': envelope('nothing'),
  'cancel-reserved-visit': envelope('nothing'),
  'check-in-visitor': envelope(RESERVATION),
  'update-checked-in-visitor': envelope('nothing'),
  'check-out-visitor': envelope('nothing'),
};

/** @param code a number in some families, a text nearly everywhere (the guide, and seen in the field) */
function envelope(data: Shape, code: 'text' | 'number' = 'text'): Shape {
  const isOptional = data === 'nothing' || data === 'anything';
  return keys({ code, msg: 'text', [isOptional ? 'data?' : 'data']: data });
}
