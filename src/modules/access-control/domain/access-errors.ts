import { type AccessErrorCode } from '../../../contracts/ports/visit-access.js';
import { type StepKind } from './step.js';

/** What HikCentral's answer to a call says, in words that name no vendor. The gateway's errors fit. */
export interface AnsweredError {
  readonly code: string;
  readonly blames: 'server' | 'subject';
  readonly context: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * What follows from a refusal. `server`: says nothing about the guest, spends nothing. `news`: our picture was old; look
 * and plan again, spends nothing. `try`: spends one of five. `final`: a person must act.
 */
export interface Verdict {
  readonly follows: 'server' | 'news' | 'try' | 'final';
  readonly code: AccessErrorCode;
}

const OF_THE_SERVER: Readonly<Record<string, AccessErrorCode>> = {
  'GATEWAY.TIMEOUT': 'HIKCENTRAL_UNREACHABLE',
  'GATEWAY.UNREACHABLE': 'HIKCENTRAL_UNREACHABLE',
  'GATEWAY.NOT_SENT': 'HIKCENTRAL_UNREACHABLE',
  'GATEWAY.RATE_LIMITED': 'HIKCENTRAL_BUSY',
  'GATEWAY.BUSY': 'HIKCENTRAL_BUSY',
};

/**
 * "Request parameter wrong" (HikCentral OpenAPI guide): what an unusable face is answered with (our rule). A fault of another
 * field has a code of its own, `0x00072001`–`0x00072003`, and the only field that a guest can spoil is the name.
 */
const UNUSABLE_FACE = '2';

export function judge(kind: StepKind, error: AnsweredError): Verdict {
  if (error.blames === 'server') {
    return { follows: 'server', code: OF_THE_SERVER[error.code] ?? 'HIKCENTRAL_REFUSED' };
  }
  switch (error.code) {
    case 'GATEWAY.NOT_FOUND':
      return kind === 'add-person'
        ? { follows: 'try', code: 'HIKCENTRAL_REFUSED' }
        : { follows: 'news', code: 'LEVEL_UNKNOWN' };
    case 'GATEWAY.CONFLICT':
      return { follows: kind === 'add-person' ? 'news' : 'try', code: 'DUPLICATE_PERSON' };
    case 'GATEWAY.INVALID_REQUEST':
      return judgeInvalid(kind, error);
    // Not the guest's fault: a terminal that comes back must not find the tries spent.
    case 'GATEWAY.DEVICE_UNREACHABLE':
      return { follows: 'server', code: 'HIKCENTRAL_BUSY' };
    // Each try with a wrong password counts down to a lock of our address: none is made before a person has entered one.
    case 'GATEWAY.PASSWORD_REFUSED':
      return kind === 'remove-person'
        ? { follows: 'server', code: 'DELETION_PASSWORD' }
        : { follows: 'final', code: 'HIKCENTRAL_REFUSED' };
    case 'GATEWAY.CAPACITY':
      return { follows: 'try', code: 'CAPACITY' };
    default:
      return { follows: 'try', code: 'HIKCENTRAL_REFUSED' };
  }
}

function judgeInvalid(kind: StepKind, { context }: AnsweredError): Verdict {
  if (kind === 'update-face') return { follows: 'final', code: 'PHOTO_REFUSED' };
  if (kind === 'add-person' && String(context['vendorCode']) === UNUSABLE_FACE) {
    return { follows: 'final', code: 'PHOTO_REFUSED' };
  }
  if (kind === 'add-person' || kind === 'update-person') return { follows: 'final', code: 'NAME_REFUSED' };
  return { follows: 'try', code: 'HIKCENTRAL_REFUSED' };
}
