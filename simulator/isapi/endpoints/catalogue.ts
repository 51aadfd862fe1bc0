import { IsapiRefusal, noSuchResource } from '../status.js';
import { capabilityEndpoints } from './capabilities.js';
import { cardEndpoints } from './cards.js';
import { doorEndpoints } from './doors.js';
import { type IsapiEndpoint } from './endpoint.js';
import { eventEndpoints } from './events.js';
import { faceEndpoints } from './faces.js';
import { hostEndpoints } from './hosts.js';
import { personDeletionEndpoints } from './person-deletion.js';
import { personEndpoints } from './persons.js';
import { systemEndpoints } from './system.js';

interface Route {
  readonly endpoint: IsapiEndpoint;
  readonly pattern: RegExp;
}

const ROUTES: readonly Route[] = [
  ...systemEndpoints,
  ...capabilityEndpoints,
  ...personEndpoints,
  ...personDeletionEndpoints,
  ...cardEndpoints,
  ...faceEndpoints,
  ...eventEndpoints,
  ...hostEndpoints,
  ...doorEndpoints,
].map((endpoint) => ({ endpoint, pattern: new RegExp(`^${endpoint.path.replaceAll('{}', '([^/]+)')}$`) }));

export interface FoundEndpoint {
  readonly endpoint: IsapiEndpoint;
  readonly params: readonly string[];
}

/**
 * @param isJson whether the URL asks for `format=json`
 * @throws IsapiRefusal notSupport under 404 for a path the device does not have in this form; methodNotAllowed
 */
export function findEndpoint(method: string, path: string, isJson: boolean): FoundEndpoint {
  const onPath = ROUTES.flatMap(({ endpoint, pattern }) => {
    const match = pattern.exec(path);
    return match === null || (endpoint.form === 'json' && !isJson) ? [] : [{ endpoint, params: match.slice(1) }];
  });
  if (onPath.length === 0) throw noSuchResource();
  const found = onPath.find(({ endpoint }) => endpoint.method === method);
  if (found === undefined) throw new IsapiRefusal('methodNotAllowed');
  return found;
}
