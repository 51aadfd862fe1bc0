import { employees } from '../employees.js';
import { copyOf } from './application.js';
import { type AccessLevel, type Door, type LevelType, type Reader } from './model.js';
import { FIRST_QR_CODE_CONFIG } from './qr-code-config.js';
import { type WorldState } from './world-state.js';

export interface DoorPlan {
  readonly doorIndexCode: string;
  readonly doorName: string;
  readonly readers: readonly Reader[];
}

export interface LevelPlan {
  readonly privilegeGroupId: string;
  readonly name: string;
  readonly doorIndexCodes: readonly string[];
  readonly hasEmployees?: boolean;
  /** Default `person`. */
  readonly type?: LevelType;
  /** Given to every visitor who is given no other level. */
  readonly isDefault?: boolean;
}

/** How the first day of a world looks. */
export interface WorldPlan {
  readonly rootOrgName: string;
  readonly employeeCount: number;
  readonly seed: number;
  readonly doors: readonly DoorPlan[];
  readonly levels: readonly LevelPlan[];
}

const EMPLOYEES_ORG = '2';

export const DEFAULT_DOORS: readonly DoorPlan[] = [
  { doorIndexCode: '1', doorName: 'Main entrance', readers: [reader('1', 'in'), reader('2', 'out')] },
  { doorIndexCode: '2', doorName: 'Exit', readers: [reader('3', 'out')] },
  { doorIndexCode: '3', doorName: 'Laboratory', readers: [reader('4', 'in')] },
  { doorIndexCode: '4', doorName: 'Staff entrance', readers: [reader('5', 'in'), reader('6', 'out')] },
];

export const DEFAULT_LEVELS: readonly LevelPlan[] = [
  { privilegeGroupId: '1', name: 'Visitors – main entrance', doorIndexCodes: ['1', '2'] },
  { privilegeGroupId: '2', name: 'Laboratory', doorIndexCodes: ['3'] },
  { privilegeGroupId: '3', name: 'Employees', doorIndexCodes: ['1', '2', '3', '4'], hasEmployees: true },
  { privilegeGroupId: '4', name: 'Visitor default', doorIndexCodes: ['1', '2'], type: 'visitor', isDefault: true },
];

/** Builds the state of the first day: employees are in place and already on every door of their level. */
export function firstDay(plan: WorldPlan, eventIdSalt: string, nowMs: number): WorldState {
  const staff = employees(plan.employeeCount, plan.seed, EMPLOYEES_ORG);
  const levels = plan.levels.map((level) =>
    makeLevel(
      level,
      staff.map(({ personId }) => personId),
    ),
  );
  const staffDoors = new Set(plan.levels.filter(({ hasEmployees }) => hasEmployees).flatMap((l) => l.doorIndexCodes));
  return {
    eventIdSalt,
    nextPersonId: staff.length + 1,
    nextOrgIndexCode: 3,
    organisations: [
      { orgIndexCode: '1', orgName: plan.rootOrgName, parentOrgIndexCode: '0', ownerAppKey: null },
      { orgIndexCode: EMPLOYEES_ORG, orgName: 'Employees', parentOrgIndexCode: '1', ownerAppKey: null },
    ],
    persons: staff,
    levels,
    doors: plan.doors.map(makeDoor),
    slates: plan.doors.map(({ doorIndexCode }) => ({
      doorIndexCode,
      copies: staffDoors.has(doorIndexCode)
        ? staff.map((person) => copyOf(person, person.face?.sha256 ?? null, nowMs))
        : [],
      waiting: [],
      failures: [],
    })),
    events: [],
    keptEvents: [],
    visits: [],
    subscriptions: [],
    qrCodeConfig: FIRST_QR_CODE_CONFIG,
  };
}

function makeLevel(plan: LevelPlan, staffIds: readonly string[]): AccessLevel {
  return {
    privilegeGroupId: plan.privilegeGroupId,
    type: plan.type ?? 'person',
    name: plan.name,
    description: '',
    timeSchedule: { indexCode: '1', name: 'All-day' },
    doorIndexCodes: plan.doorIndexCodes,
    isDefault: plan.isDefault ?? false,
    ownerAppKey: null,
    memberIds: new Set(plan.hasEmployees === true ? staffIds : []),
  };
}

function makeDoor({ doorIndexCode, doorName, readers }: DoorPlan, index: number): Door {
  return {
    doorIndexCode,
    doorName,
    doorNo: 1,
    device: { acsDevIndexCode: doorIndexCode, name: `${doorName} terminal`, ip: `192.0.2.${10 + index}` },
    readers,
    isOnline: true,
    clockOffsetMs: 0,
    doorState: 1,
  };
}

function reader(readerIndexCode: string, direction: 'in' | 'out'): Reader {
  return { readerIndexCode, readerName: `Reader ${readerIndexCode} ${direction}`, direction };
}
