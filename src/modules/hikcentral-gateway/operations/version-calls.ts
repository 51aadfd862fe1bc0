import { Fields } from '../mapping/fields.js';
import { type Operation } from './operation.js';

export interface VersionRead {
  readonly product: string | null;
  /** Such as `V2.6.1.0`. */
  readonly version: string;
}

/** The health check: goes through TLS, signature and partner. */
export function readVersion(): Operation<VersionRead> {
  return {
    name: 'read-version',
    effect: 'read',
    path: '/artemis/api/common/v1/version',
    body: {},
    read: (data) => {
      const version = Fields.of(data, 'version');
      // The key really is "produceName".
      return { product: version.text('produceName'), version: version.requiredText('softVersion') };
    },
  };
}
