import type {} from '@fastify/cookie';
import { type FastifyRequest } from 'fastify';
import { type Actor } from '../context/request-context.js';

/** What a caller showed. The secret is looked up by its hash and never kept. */
export interface Credentials {
  readonly kind: 'bearer' | 'api-key' | 'session-cookie';
  readonly secret: string;
}

/** Knows who stands behind credentials. Implemented by `identity`. */
export abstract class Authenticator {
  /**
   * Asked on each request, so that a logout, a block or another role holds from the next one. One query.
   * @returns null for credentials that are not good now, for whatever reason
   */
  abstract authenticate(credentials: Credentials): Promise<Actor | null>;
}

/** The table of roles, from the contracts: the platform knows no permission by name. */
export abstract class PermissionTable {
  abstract has(permission: string): boolean;
  /** null: not allowed. */
  abstract scopeOf(role: string | null, permission: string): 'all' | 'own' | null;
}

/** `__Host-`: a browser takes it only over HTTPS, for this host alone and for all paths (RFC 6265bis, section 4.1.3.2). */
const SECURE_COOKIE = '__Host-vestibule';
/** Where there is no HTTPS a browser would refuse that prefix. */
const PLAIN_COOKIE = 'vestibule';

export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? SECURE_COOKIE : PLAIN_COOKIE;
}

/** No token of ours is longer; hashing megabytes for strangers is not needed. */
const SECRET_MAX = 512;
const BEARER = /^Bearer +([\w.~+/=-]+) *$/i;

/**
 * The one credential of a request: a header, which a script has to set, goes before the cookie, which a browser adds by
 * itself. A header that cannot be read counts as wrong credentials, not as none.
 */
export function credentialsOf(request: FastifyRequest): Credentials | null {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  if (authorization !== undefined) return within({ kind: 'bearer', secret: BEARER.exec(authorization)?.[1] ?? '' });
  if (apiKey !== undefined) return within({ kind: 'api-key', secret: String(apiKey) });
  const cookie = sessionCookieOf(request);
  return cookie === null ? null : within({ kind: 'session-cookie', secret: cookie });
}

export function sessionCookieOf(request: FastifyRequest): string | null {
  return request.cookies[sessionCookieName(request.protocol === 'https')] ?? null;
}

function within(credentials: Credentials): Credentials {
  return credentials.secret.length > SECRET_MAX ? { ...credentials, secret: '' } : credentials;
}
