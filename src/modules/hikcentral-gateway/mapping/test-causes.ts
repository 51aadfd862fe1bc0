import { type GatewayError } from '../gateway.errors.js';

/** What stands in the way of a server, for the person who can clear it. */
export const TEST_CAUSES = [
  'unreachable',
  'name_not_found',
  'timed_out',
  'tls_not_trusted',
  'tls_hostname_differs',
  'tls_expired',
  'tls_failed',
  'key_unknown',
  'signature_refused',
  'api_not_granted',
  'partner_user_refused',
  'licence_full',
  'version_not_supported',
  'rate_limited',
  'busy',
  'not_hikcentral',
  'refused',
] as const;
export type TestCause = (typeof TEST_CAUSES)[number];

/** Node and OpenSSL, as they name what is wrong with a connection. */
const BY_REASON: Readonly<Record<string, TestCause>> = {
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_hostname_differs',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_not_trusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_not_trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_not_trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_not_trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_not_trusted',
  CERT_SIGNATURE_FAILURE: 'tls_not_trusted',
  CERT_REVOKED: 'tls_not_trusted',
  CERT_UNTRUSTED: 'tls_not_trusted',
  INVALID_CA: 'tls_not_trusted',
  EPROTO: 'tls_failed',
};

/** HikCentral OpenAPI guide: why a partner is refused. */
const BY_VENDOR_CODE: Readonly<Record<string, TestCause>> = {
  '0x02401000': 'key_unknown',
  '0x02401001': 'key_unknown',
  '0x02401002': 'signature_refused',
  '0x02401003': 'signature_refused',
  '9': 'signature_refused',
  '13': 'signature_refused',
  '0x02401007': 'api_not_granted',
  '17': 'api_not_granted',
  '130': 'api_not_granted',
  '0x00072201': 'api_not_granted',
  '0x00072202': 'api_not_granted',
  '64': 'partner_user_refused',
  '65': 'partner_user_refused',
  '66': 'partner_user_refused',
  '67': 'partner_user_refused',
};

const BY_CODE: Partial<Record<GatewayError['code'], TestCause>> = {
  'GATEWAY.TIMEOUT': 'timed_out',
  'GATEWAY.UNREACHABLE': 'unreachable',
  'GATEWAY.RATE_LIMITED': 'rate_limited',
  'GATEWAY.BUSY': 'busy',
  'GATEWAY.UNEXPECTED_RESPONSE': 'not_hikcentral',
  'GATEWAY.UNSUPPORTED': 'version_not_supported',
  'GATEWAY.CAPACITY': 'licence_full',
};

export function testCauseOf({ code, context }: GatewayError): TestCause {
  const { reason, vendorCode } = context;
  if (typeof reason === 'string') {
    const cause = Object.hasOwn(BY_REASON, reason) ? BY_REASON[reason] : undefined;
    if (cause !== undefined) return cause;
    if (reason.startsWith('ERR_SSL_')) return 'tls_failed';
  }
  if (typeof vendorCode === 'string' && code === 'GATEWAY.AUTH_REJECTED') {
    return (Object.hasOwn(BY_VENDOR_CODE, vendorCode) ? BY_VENDOR_CODE[vendorCode] : undefined) ?? 'refused';
  }
  return BY_CODE[code] ?? 'refused';
}
