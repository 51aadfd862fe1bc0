import { type Credentials } from '../../../platform/http/authenticator.js';
import { type TokenKind } from '../persistence/session-repository.js';

/** @returns null for credentials that belong to no session */
export function tokenKindOf({ kind }: Credentials): TokenKind | null {
  switch (kind) {
    case 'bearer':
      return 'access';
    case 'session-cookie':
      return 'session';
    case 'api-key':
      return null;
  }
}
