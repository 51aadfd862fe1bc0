import { type FastifyRequest } from 'fastify';
import { CsrfHeaderMissingError } from './http.errors.js';

export const CSRF_HEADER = 'x-requested-with';

const CHANGES_NOTHING = ['GET', 'HEAD', 'OPTIONS'];
/** `none`: the user typed the address; anything else but `same-origin` comes from another site's page. */
const OWN_SITES = ['same-origin', 'none'];

/**
 * Another site can make a browser send our cookie, but not a header of its own choosing without a preflight, which we
 * never grant (OWASP, "custom request headers"). SameSite=Strict and this hold independently.
 * @throws CSRF_HEADER_MISSING
 */
export function refuseForgery(request: FastifyRequest): void {
  if (CHANGES_NOTHING.includes(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const isForeign = typeof site === 'string' && !OWN_SITES.includes(site);
  if (isForeign || !request.headers[CSRF_HEADER]) throw new CsrfHeaderMissingError();
}
