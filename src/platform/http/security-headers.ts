const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** On every answer; a page of ours widens its own content policy. */
export function securityHeaders(isProduction: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    ...(isProduction && { 'strict-transport-security': `max-age=${ONE_YEAR_SECONDS}` }),
  };
}
