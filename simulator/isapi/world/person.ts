export const USER_TYPES = ['normal', 'visitor', 'blackList', 'blockList'] as const;
export const TIME_TYPES = ['local', 'UTC'] as const;
export const VERIFY_MODES = [
  '',
  'face',
  'card',
  'cardOrFace',
  'faceAndCard',
  'cardOrfaceOrPw',
  'faceOrFpOrCardOrPw',
] as const;
export const GENDERS = ['male', 'female', 'unknown'] as const;

export interface Validity {
  readonly isEnabled: boolean;
  /** As it was written: what it means depends on the device's zone when somebody stands at the door. */
  readonly beginTime: string;
  readonly endTime: string;
  readonly timeType: (typeof TIME_TYPES)[number];
}

export interface RightPlan {
  readonly doorNo: number;
  readonly planTemplateNo: string;
}

export interface DevicePerson {
  readonly employeeNo: string;
  readonly name: string;
  readonly userType: (typeof USER_TYPES)[number];
  readonly validity: Validity;
  readonly doorRight: readonly number[];
  readonly rightPlan: readonly RightPlan[];
  readonly isLocalAdministrator: boolean;
  readonly verifyMode: (typeof VERIFY_MODES)[number];
  readonly gender: (typeof GENDERS)[number];
  readonly roomNumber?: number;
  readonly floorNumber?: number;
}

export interface DeviceCard {
  readonly cardNo: string;
  readonly employeeNo: string;
  readonly cardType: string;
}
