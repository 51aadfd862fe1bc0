import { judge } from '../../../../../src/modules/access-control/domain/access-errors.js';
import {
  GATEWAY_ERROR_CODES,
  GatewayError,
  type GatewayErrorCode,
} from '../../../../../src/modules/hikcentral-gateway/index.js';

const error = (code: GatewayErrorCode, vendorCode = ''): GatewayError => new GatewayError(code, code, { vendorCode });

describe('what follows from a refusal', () => {
  it('spends nothing of a guest for what is about the server', () => {
    const aboutServer = Object.entries(GATEWAY_ERROR_CODES).filter(([, { blames }]) => blames === 'server');
    for (const [code] of aboutServer) {
      expect(judge('give-level', error(code as GatewayErrorCode)).follows).toBe('server');
    }
  });

  it.each([
    ['add-person', 'GATEWAY.INVALID_REQUEST', '2', 'final', 'PHOTO_REFUSED'],
    ['add-person', 'GATEWAY.INVALID_REQUEST', '0x00072003', 'final', 'NAME_REFUSED'],
    ['update-face', 'GATEWAY.INVALID_REQUEST', '2', 'final', 'PHOTO_REFUSED'],
    ['update-person', 'GATEWAY.INVALID_REQUEST', '2', 'final', 'NAME_REFUSED'],
    ['add-person', 'GATEWAY.CONFLICT', '131', 'news', 'DUPLICATE_PERSON'],
    ['add-person', 'GATEWAY.CAPACITY', '132', 'try', 'CAPACITY'],
    ['give-level', 'GATEWAY.DEVICE_UNREACHABLE', '129', 'server', 'HIKCENTRAL_BUSY'],
    ['remove-person', 'GATEWAY.PASSWORD_REFUSED', '2', 'server', 'DELETION_PASSWORD'],
    ['give-level', 'GATEWAY.NOT_FOUND', '128', 'news', 'LEVEL_UNKNOWN'],
  ] as const)('%s answered %s (%s) is %s, %s', (kind, code, vendorCode, follows, shown) => {
    expect(judge(kind, error(code, vendorCode))).toEqual({ follows, code: shown });
  });
});
