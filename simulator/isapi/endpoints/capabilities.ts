import { TIME_TYPES, USER_TYPES, VERIFY_MODES } from '../world/person.js';
import { LATEST_WALL_TIME } from '../world/validity-time.js';
import { type IsapiCall, type IsapiEndpoint, type IsapiResult, json, xml } from './endpoint.js';
import { MAX_EMPLOYEE_NO, MAX_SEARCH_ID } from './person-fields.js';

export const capabilityEndpoints: readonly IsapiEndpoint[] = [
  { method: 'GET', path: '/ISAPI/AccessControl/capabilities', form: 'xml', handle: families },
  { method: 'GET', path: '/ISAPI/AccessControl/UserInfo/capabilities', form: 'json', handle: persons },
  { method: 'GET', path: '/ISAPI/AccessControl/AcsEvent/capabilities', form: 'json', handle: events },
  { method: 'GET', path: '/ISAPI/AccessControl/AcsWorkStatus', form: 'json', handle: workStatus },
];

const DOOR_STATUS = { alwaysOpen: 2, alwaysClose: 3, normal: 4 } as const;

function families({ device: { profile } }: IsapiCall): IsapiResult {
  return xml('AccessControl', {
    isSupportRemoteControlDoor: true,
    isSupportUserInfo: true,
    isSupportUserInfoDetailDelete: true,
    isSupportCardInfo: true,
    isSupportFDLib: profile.hasFaces,
    isSupportAcsEvent: true,
    isSupportAcsEventTotalNum: true,
    isSupportAcsWorkStatus: true,
    doorNum: profile.doorCount,
  });
}

function persons({ device: { profile, capacity } }: IsapiCall): IsapiResult {
  return json({
    UserInfo: {
      supportFunction: { '@opt': 'post,delete,put,get,setUp' },
      UserInfoSearchCond: search(profile.pageSize),
      employeeNo: { '@min': 1, '@max': MAX_EMPLOYEE_NO },
      name: { '@min': 0, '@max': profile.maxNameBytes },
      userType: { '@opt': USER_TYPES.join(',') },
      Valid: {
        enable: { '@opt': 'true,false' },
        beginTime: { '@min': '1970-01-01T00:00:00', '@max': LATEST_WALL_TIME },
        endTime: { '@min': '1970-01-01T00:00:00', '@max': LATEST_WALL_TIME },
        timeType: { '@opt': TIME_TYPES.join(',') },
      },
      doorRight: { '@min': 1, '@max': profile.doorCount },
      RightPlan: {
        maxSize: profile.doorCount,
        doorNo: { '@min': 1, '@max': profile.doorCount },
        planTemplateNo: { '@opt': '1' },
      },
      userVerifyMode: { '@opt': VERIFY_MODES.filter((mode) => mode !== '').join(',') },
      maxRecordNum: capacity.persons,
    },
  });
}

function events({ device: { profile, capacity } }: IsapiCall): IsapiResult {
  return json({
    AcsEvent: {
      AcsEventCond: {
        ...search(profile.pageSize),
        major: { '@opt': '0,1,2,3,5' },
        minor: { '@min': 0, '@max': 65_535 },
        employeeNoString: { '@min': 0, '@max': MAX_EMPLOYEE_NO },
        picEnable: { '@opt': 'true,false' },
        timeReverseOrder: { '@opt': 'true,false' },
      },
      InfoList: { maxSize: profile.pageSize },
      totalMatches: { '@min': 0, '@max': capacity.events },
    },
  });
}

function search(pageSize: number): object {
  return {
    searchID: { '@min': 1, '@max': MAX_SEARCH_ID },
    searchResultPosition: { '@min': 0, '@max': 2 ** 31 - 1 },
    maxResults: { '@min': 1, '@max': pageSize },
  };
}

function workStatus({ device: { doors, profile, roster } }: IsapiCall): IsapiResult {
  const states = doors.states();
  const readerCount = profile.doorCount * profile.readersPerDoor;
  return json({
    AcsWorkStatus: {
      doorLockStatus: states.map(({ isUnlocked }) => (isUnlocked ? 1 : 0)),
      doorStatus: states.map(({ mode }) => DOOR_STATUS[mode]),
      magneticStatus: states.map(() => 0),
      cardReaderOnlineStatus: Array.from({ length: readerCount }, (_, index) => index + 1),
      cardNum: roster.allCards().length,
    },
  });
}
