import { type Endpoint } from './endpoint.js';

export const versionEndpoints: readonly Endpoint[] = [
  {
    path: '/api/common/v1/version',
    methods: ['POST', 'GET'],
    // The key really is "produceName".
    handle: ({ profile }) => ({ produceName: 'HikCentral Professional', softVersion: profile.softVersion }),
  },
];
